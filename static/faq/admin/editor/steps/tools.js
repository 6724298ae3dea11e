// The tools of the step in use: one panel for all steps, which goes to where somebody writes.

import { announce } from "../form.js";
import { focusBox } from "../rich/boxes.js";
import { createToolbar } from "../toolbar.js";
import { countAll, field, isInclude, list, numberOf, placeOf, remainingRows } from "./rows.js";

const panel = document.getElementById("step-tools-template").content.firstElementChild.cloneNode(true);
const numberBox = panel.querySelector("[data-move-number]");
const toolbar = createToolbar(() => currentRow && field(currentRow, "text"));
let currentRow = null, waitingRow = null, isPressed = false;

/**
 * Lets the panel follow whoever writes.
 * @param {{by: (row: HTMLElement, by: number) => void, to: (row: HTMLElement, number: number) => void, remove: (row: HTMLElement) => void}} moves
 */
export function initTools(moves) {
  panel.prepend(toolbar.element);
  list.addEventListener("focusin", (event) => entered(event.target.closest("[data-step]")));
  // What is pressed must not move away before the press is over
  list.addEventListener("pointerdown", () => { isPressed = true; });
  for (const kind of ["pointerup", "pointercancel"]) window.addEventListener(kind, () => { isPressed = false; setTimeout(showWaiting); });
  list.addEventListener("renumbered", describe);
  panel.addEventListener("click", (event) => pressed(event.target.closest("button"), moves));
  numberBox.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    moveTo(moves);
  });
}

/** Puts the cursor on a tool of a row, for example "[data-up]". */
export function focusTool(row, tool) {
  show(row);
  panel.querySelector(tool).focus();
}

function entered(row) {
  waitingRow = row;
  if (!isPressed) showWaiting();
}

function showWaiting() {
  if (waitingRow?.isConnected) show(waitingRow);
  waitingRow = null;
}

/** The row stays where it is on the screen when the panel leaves one above it. */
function show(row) {
  if (row === currentRow && row.contains(panel)) return;
  const top = row.getBoundingClientRect().top, isAbove = Boolean(currentRow?.isConnected);
  currentRow = row;
  row.querySelector(isInclude(row) ? ".step-include" : ".step-text").after(panel);
  if (isAbove) window.scrollBy({ top: row.getBoundingClientRect().top - top, behavior: "instant" });
  describe();
  toolbar.update();
}

function describe() {
  if (!currentRow?.isConnected) return;
  const rows = remainingRows(), index = rows.indexOf(currentRow), place = placeOf(currentRow).toLowerCase();
  const say = (tool, words) => panel.querySelector(tool).setAttribute("aria-label", words);
  panel.setAttribute("aria-label", `Tools for ${place}`);
  say("[data-up]", `Move ${place} up`);
  say("[data-down]", `Move ${place} down`);
  say("[data-remove]", `Remove ${place}`);
  say("[data-move-number]", `Move ${place} to step`);
  panel.querySelector("[data-up]").setAttribute("aria-disabled", String(index === 0));
  panel.querySelector("[data-down]").setAttribute("aria-disabled", String(index === rows.length - 1));
  numberBox.max = countAll();
  numberBox.value = numberOf(currentRow);
}

function pressed(button, moves) {
  if (!button) return;
  if (button.matches("[data-up]")) moves.by(currentRow, -1);
  if (button.matches("[data-down]")) moves.by(currentRow, 1);
  if (button.matches("[data-remove]")) moves.remove(currentRow);
  if (button.matches("[data-move]")) moveTo(moves);
}

function moveTo(moves) {
  const number = numberBox.valueAsNumber;
  if (!(number >= 1)) return announce(`Please write the number of a step, from 1 to ${countAll()}.`);
  return moves.to(currentRow, number);
}

/** Puts the cursor into what is written in a row. */
export function focusRow(row) {
  focusBox(field(row, isInclude(row) ? "include" : "text"));
}
