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

/** Gives each text outside the steps its toolbar, and all plain boxes the keys; the steps share one. */
export function initToolbars() {
  for (const box of form.querySelectorAll(".markdown-box")) if (!box.closest("[data-step]")) addToolbar(box);
  form.addEventListener("keydown", runShortcut);
}

/**
 * Makes a toolbar.
 * @param {() => HTMLTextAreaElement | null} current returns the box that it works on; null before there is one
 * @returns {{element: HTMLElement, update: () => void}} `update` is to be called when that is another box
 */
export function createToolbar(current) {
  const element = template.content.firstElementChild.cloneNode(true);
  initArrowKeys(element);
  element.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tool]");
    if (button) runTool(current(), button.dataset.tool);
  });
  // A press keeps what is selected in the text
  element.addEventListener("mousedown", (event) => event.preventDefault());
  const watched = new WeakSet(), update = () => showState(element, current(), watched);
  element.addEventListener("focusin", update);
  form.addEventListener("focusin", (event) => { if (boxOf(event.target) === current()) update(); });
  return { element, update };
}

function addToolbar(box) {
  const { element, update } = createToolbar(() => box);
  box.after(element);
  update();
}

function runShortcut(event) {
  if (!event.target.matches(".markdown-box")) return;
  const tool = SHORTCUTS[event.key.toLowerCase()];
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || !tool) return;
  event.preventDefault();
  runTool(event.target, tool);
}

/** Says which tools are on where the cursor stands, and what the toolbar belongs to. */
function showState(toolbar, box, watched) {
  const surface = surfaceOf(box), editor = editorOf(box);
  for (const button of toolbar.querySelectorAll("[aria-pressed]")) button.setAttribute("aria-pressed", String(surface.isOn(button.dataset.tool)));
  for (const button of toolbar.querySelectorAll("[data-long-text]")) button.hidden = !("headings" in box.dataset);
  toolbar.setAttribute("aria-label", `Tools for ${box.labels[0]?.textContent.trim() || "this box"}`);
  if (editor) editor.view.dom.id ||= `${box.id}_editor`;
  toolbar.setAttribute("aria-controls", editor ? editor.view.dom.id : box.id);
  if (!editor || watched.has(editor)) return;
  watched.add(editor);
  editor.listen(() => { if (toolbar.getAttribute("aria-controls") === editor.view.dom.id) showState(toolbar, editor.box, watched); });
}

/** Makes the toolbar one stop of the Tab key; the arrow keys move inside. */
function initArrowKeys(toolbar) {
  const all = [...toolbar.querySelectorAll("button")];
  const makeStop = (stop) => all.forEach((button) => { button.tabIndex = button === stop ? 0 : -1; });
  makeStop(all[0]);
  toolbar.addEventListener("keydown", (event) => {
    const direction = DIRECTIONS[event.key];
    if (!direction) return;
    event.preventDefault();
    const buttons = all.filter((button) => !button.hidden);
    const next = buttons[(buttons.indexOf(document.activeElement) + direction + buttons.length) % buttons.length];
    makeStop(next);
    next.focus();
  });
}

function runTool(box, tool) {
  const row = box.closest("[data-step]");
  // A step has a picture of its own, beside its text.
  if (tool === "picture" && row) return row.querySelector("[type=file]").click();
  const surface = surfaceOf(box);
  if (DIALOGS.includes(tool)) openDialog(surface, tool);
  else surface.toggle(tool);
}
