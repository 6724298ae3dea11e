// What the text boxes of the form do beside being typed into: take text from scripts, grow, stay on one line.

import { form } from "./form.js";

/**
 * Writes text into a box, as if it were typed.
 * @param {HTMLTextAreaElement} box
 * @param {string} text
 * @param {number} [from] start of what the text replaces; what is selected, unless given
 * @param {number} [to] end of what the text replaces
 */
export function insertText(box, text, from = box.selectionStart, to = box.selectionEnd) {
  box.focus();
  box.setSelectionRange(from, to);
  // This command is the only one that keeps the browser's own undo working.
  if (!document.execCommand("insertText", false, text)) box.setRangeText(text, from, to, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * Makes a box as high as its text where CSS cannot do that (Firefox).
 * @param {HTMLTextAreaElement} box
 */
export function fitHeight(box) {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

/** Lets the boxes grow while somebody types, and keeps line breaks out of those that have one line. */
export function initTextareas() {
  form.querySelectorAll(":scope > .field textarea").forEach(fitHeight);
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) fitHeight(event.target);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches(".one-line")) event.preventDefault();
  });
}
