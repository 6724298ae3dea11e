// A toolbar for each text, so that nobody needs to know Markdown.

import { openDialog } from "./dialogs.js";
import { form } from "./form.js";
import { surfaceOf } from "./rich/boxes.js";
import { boxOf, editorOf } from "./rich/editor.js";

const template = document.getElementById("toolbar-template");
// In a plain box; an editor has keys of its own
const SHORTCUTS = { b: "bold", i: "italic", k: "link" };
const DIRECTIONS = { ArrowRight: 1, ArrowLeft: -1 };
const DIALOGS = ["link", "picture", "fact"];
const watched = new WeakSet();

/** Gives each text outside the steps its toolbar; `initSteps` does so for those in the steps. */
export function initToolbars() {
  [...form.querySelectorAll(".markdown-box")].filter((box) => !box.closest("[data-step]")).forEach(initToolbar);
}

/**
 * Gives a box its toolbar: below it, or among the tools of its step once somebody writes there, so that forty steps stay light.
 * @param {HTMLTextAreaElement} box
 */
export function initToolbar(box) {
  const row = box.closest("[data-step]");
  if (!row) return addToolbar(box, null);
  const entered = (event) => {
    // A button that is pressed must not move away
    if (boxOf(event.target) !== box) return;
    row.removeEventListener("focusin", entered);
    addToolbar(box, row);
  };
  row.addEventListener("focusin", entered);
}

function addToolbar(box, row) {
  const toolbar = template.content.firstElementChild.cloneNode(true);
  if (!("headings" in box.dataset)) toolbar.querySelectorAll("[data-long-text]").forEach((button) => button.remove());
  toolbar.setAttribute("aria-label", `Tools for ${box.labels[0]?.textContent.trim() || "this box"}`);
  initArrowKeys(toolbar);
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tool]");
    if (button) runTool(box, button.dataset.tool, row);
  });
  // A press keeps what is selected in the text
  toolbar.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("keydown", (event) => runShortcut(event, box, row));
  if (row) row.querySelector(".step-tools").prepend(toolbar);
  else box.after(toolbar);
  toolbar.addEventListener("focusin", () => showState(toolbar, box));
  showState(toolbar, box);
  (row ?? box.parentElement).addEventListener("focusin", () => showState(toolbar, box));
}

function runShortcut(event, box, row) {
  const tool = SHORTCUTS[event.key.toLowerCase()];
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || !tool) return;
  event.preventDefault();
  runTool(box, tool, row);
}

/** Says which tools are on where the cursor stands, and what the toolbar belongs to. */
function showState(toolbar, box) {
  const surface = surfaceOf(box), editor = editorOf(box);
  for (const button of toolbar.querySelectorAll("[aria-pressed]")) button.setAttribute("aria-pressed", String(surface.isOn(button.dataset.tool)));
  if (editor) editor.view.dom.id ||= `${box.id}_editor`;
  toolbar.setAttribute("aria-controls", editor ? editor.view.dom.id : box.id);
  if (!editor || watched.has(editor)) return;
  watched.add(editor);
  editor.listen(() => showState(toolbar, box));
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
  // A step has a picture of its own, beside its text.
  if (tool === "picture" && row) return row.querySelector("[type=file]").click();
  const surface = surfaceOf(box);
  if (DIALOGS.includes(tool)) openDialog(surface, tool);
  else surface.toggle(tool);
}
