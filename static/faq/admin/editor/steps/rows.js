// The rows of the form that hold a step each: which there are, what they hold, and how patients number them.

import { form, notifyInput } from "../form.js";
import { writeBoxes } from "../rich/boxes.js";

export const list = document.getElementById("step-rows");

/** Returns all rows, those that leave with the next save included. */
export function allRows() {
  return [...list.querySelectorAll("[data-step]")];
}

/** Returns the rows that stay. */
export function remainingRows() {
  return allRows().filter((row) => !row.classList.contains("is-removed"));
}

/**
 * Returns a field of a row by its name, for example "text".
 * @param {HTMLElement} row
 * @param {string} name
 */
export function field(row, name) {
  return row.querySelector(`[name$="-${name}"]`);
}

/** Says whether a row stands for the steps of another article. */
export function isInclude(row) {
  return row.classList.contains("step-row-include");
}

/** Says whether a row holds nothing yet. */
export function isBlank(row) {
  writeBoxes();
  const isEmpty = ["text", "picture", "picture_alt", "include"].every((name) => !field(row, name).value.trim());
  return isEmpty && !row.querySelector(".wrong");
}

/** How many steps patients read in a row: none, where it stands for an article that is not named yet. */
export function countOf(row) {
  return isInclude(row) ? row.querySelectorAll(".included-step").length : 1;
}

/** Returns the number of the first step of a row, as patients count. */
export function numberOf(row) {
  const rows = remainingRows();
  return 1 + rows.slice(0, rows.indexOf(row)).reduce((sum, before) => sum + countOf(before), 0);
}

/** Returns how many steps patients read in all. */
export function countAll() {
  return remainingRows().reduce((sum, row) => sum + countOf(row), 0);
}

/** Returns what patients call the steps of a row: "Step 7", "Steps 3 to 6". */
export function placeOf(row, first = numberOf(row)) {
  const count = countOf(row);
  if (count === 1) return `Step ${first}`;
  return count ? `Steps ${first} to ${first + count - 1}` : "The steps of another article";
}

/** Numbers the rows as patients count them, and says to the server in which order they stand. */
export function renumber() {
  let first = 1;
  remainingRows().forEach((row, index) => {
    field(row, "ORDER").value = index + 1;
    numberRow(row, first);
    first += countOf(row);
  });
  list.dispatchEvent(new Event("renumbered"));
  notifyInput();
}

/** Shows the controls that work with scripts only. */
export function showControls(root = form) {
  root.querySelectorAll("[data-needs-script]").forEach((element) => { element.hidden = false; });
}

function numberRow(row, first) {
  row.querySelector("[data-step-label]").textContent = placeOf(row, first);
  row.querySelector(".step-side [data-number]").textContent = first;
  row.querySelectorAll("[data-included] [data-number]").forEach((number, index) => { number.textContent = first + index; });
  row.querySelector(".included-steps")?.setAttribute("start", first);
}
