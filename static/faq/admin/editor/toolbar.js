// A toolbar for each Markdown box, so that nobody needs to know Markdown.

import { openDialog } from "./dialogs.js";
import { form } from "./form.js";
import { insertText } from "./textareas.js";

const template = document.getElementById("toolbar-template");
const SHORTCUTS = { b: "bold", k: "link" };
const DIRECTIONS = { ArrowRight: 1, ArrowLeft: -1 };

/** Gives each Markdown box outside the steps its toolbar; `initSteps` does so for those in the steps. */
export function initToolbars() {
  form.querySelectorAll(":scope > .field .markdown-box").forEach(initToolbar);
}

/**
 * Gives a box its toolbar: below it, or among the tools of its step.
 * @param {HTMLTextAreaElement} box
 */
export function initToolbar(box) {
  const row = box.closest("[data-step]");
  const toolbar = template.content.firstElementChild.cloneNode(true);
  toolbar.setAttribute("aria-label", `Tools for ${box.labels[0]?.textContent.trim() || "this box"}`);
  toolbar.setAttribute("aria-controls", box.id);
  initArrowKeys(toolbar);
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tool]");
    if (button) runTool(box, button.dataset.tool, row);
  });
  box.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const tool = SHORTCUTS[event.key.toLowerCase()];
    if (!tool) return;
    event.preventDefault();
    runTool(box, tool, row);
  });
  if (row) row.querySelector(".step-tools").prepend(toolbar);
  else box.after(toolbar);
}

/** Makes the toolbar one stop of the Tab key; the arrow keys move inside. */
function initArrowKeys(toolbar) {
  const buttons = [...toolbar.querySelectorAll("button")];
  const makeStop = (stop) => buttons.forEach((button) => { button.tabIndex = button === stop ? 0 : -1; });
  makeStop(buttons[0]);
  toolbar.addEventListener("keydown", (event) => {
    const direction = DIRECTIONS[event.key];
    if (!direction) return;
    event.preventDefault();
    const next = buttons[(buttons.indexOf(document.activeElement) + direction + buttons.length) % buttons.length];
    makeStop(next);
    next.focus();
  });
}

function runTool(box, tool, row) {
  if (tool === "bold") return toggleBold(box);
  if (tool === "list") return toggleList(box);
  // A step has a picture of its own, beside its text.
  if (tool === "picture" && row) return row.querySelector("[type=file]").click();
  openDialog(box, tool);
}

function toggleBold(box) {
  const { selectionStart: from, selectionEnd: to, value } = box;
  const selected = value.slice(from, to);
  const isBold = selected.startsWith("**") && selected.endsWith("**") && selected.length > 4;
  if (isBold) return insertText(box, selected.slice(2, -2));
  const text = selected || "important words";
  insertText(box, `**${text}**`);
  box.setSelectionRange(from + 2, from + 2 + text.length);
}

function toggleList(box) {
  const { selectionStart, selectionEnd, value } = box;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const end = value.indexOf("\n", selectionEnd);
  const to = end < 0 ? value.length : end;
  const lines = value.slice(from, to).split("\n");
  const isList = lines.every((line) => line.startsWith("- "));
  insertText(box, lines.map((line) => (isList ? line.slice(2) : `- ${line}`)).join("\n"), from, to);
}
