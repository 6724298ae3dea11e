// Steps as compact rows that are added, removed and moved; without scripts each row has a field for its order.

import { announce, form, notifyInput } from "./form.js";
import { focusBox, openBoxes, writeBoxes } from "./rich/boxes.js";
import { fitHeight } from "./textareas.js";
import { initToolbar } from "./toolbar.js";

const list = document.getElementById("step-rows");
const template = document.getElementById("step-template");
const total = form.querySelector("[name=steps-TOTAL_FORMS]");
const addButton = document.querySelector("[data-add-step]");
let dragged = null;

/** Makes the rows of the form compact and movable; blank ones leave. */
export function initSteps() {
  form.classList.add("scripted");
  showControls(form);
  allRows().filter(isBlank).forEach((row) => row.remove());
  allRows().forEach(initRow);
  openBoxes(list.querySelectorAll(".markdown-box"));
  renumber();
  addButton.addEventListener("click", () => addStep());
  document.querySelector("[data-add-include]").addEventListener("click", () => addStep({ isInclude: true }));
  list.addEventListener("click", pressed);
  initDragging();
}

/**
 * Adds a step at the end, ready to be typed into.
 * @param {{isInclude?: boolean}} [options] `isInclude`: it stands for the steps of another article
 */
export function addStep({ isInclude = false } = {}) {
  const holder = document.createElement("ol");
  holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
  total.value = Number(total.value) + 1;
  const row = holder.querySelector("[data-step]");
  showControls(row);
  row.classList.toggle("step-row-include", isInclude);
  list.append(row);
  initRow(row);
  openBoxes(row.querySelectorAll(".markdown-box"));
  renumber();
  focusBox(field(row, isInclude ? "include" : "text"));
  announce(`Step ${remainingRows().length} added.`);
}

/**
 * Puts blank rows in the place of all rows.
 * @param {number} count the formset's number of forms
 * @param {(index: number) => boolean} isUsed whether the form with this number has a row
 */
export function replaceRows(count, isUsed) {
  allRows().forEach((row) => row.remove());
  total.value = 0;
  for (let index = 0; index < count; index += 1) {
    if (isUsed(index)) addStep();
    else total.value = Number(total.value) + 1;
  }
}

/** Shows the rows as their fields say, after a script filled these: in their order, and removed where that is ticked. */
export function arrangeRows() {
  const rows = allRows();
  rows.filter((row) => field(row, "DELETE").checked).forEach(markRemoved);
  list.append(...rows.sort((one, other) => field(one, "ORDER").value - field(other, "ORDER").value));
  renumber();
}

function allRows() {
  return [...list.querySelectorAll("[data-step]")];
}

function remainingRows() {
  return allRows().filter((row) => !row.classList.contains("is-removed"));
}

function field(row, name) {
  return row.querySelector(`[name$="-${name}"]`);
}

function showControls(root) {
  root.querySelectorAll("[data-needs-script]").forEach((element) => { element.hidden = false; });
}

function isBlank(row) {
  writeBoxes();
  const isEmpty = ["text", "picture", "picture_alt", "include"].every((name) => !field(row, name).value.trim());
  return isEmpty && !row.querySelector(".wrong");
}

function initRow(row) {
  row.querySelector("[data-drag-handle]").draggable = true;
  if (field(row, "DELETE").checked) markRemoved(row);
  row.querySelectorAll(".markdown-box").forEach(initToolbar);
  row.querySelectorAll("textarea").forEach(fitHeight);
}

function renumber() {
  const rows = remainingRows();
  rows.forEach((row, index) => numberRow(row, index + 1, rows.length));
  notifyInput();
}

function numberRow(row, number, count) {
  const up = row.querySelector("[data-up]"), down = row.querySelector("[data-down]");
  field(row, "ORDER").value = number;
  row.querySelector("[data-step-label]").textContent = `Step ${number}`;
  up.setAttribute("aria-label", `Move step ${number} up`);
  down.setAttribute("aria-label", `Move step ${number} down`);
  row.querySelector("[data-remove]").setAttribute("aria-label", `Remove step ${number}`);
  up.setAttribute("aria-disabled", String(number === 1));
  down.setAttribute("aria-disabled", String(number === count));
}

function pressed(event) {
  const row = event.target.closest("[data-step]"), button = event.target.closest("button");
  if (!row || !button) return;
  if (button.matches("[data-up]")) moveRow(row, -1, button);
  if (button.matches("[data-down]")) moveRow(row, 1, button);
  if (button.matches("[data-remove]")) removeRow(row);
  if (button.matches("[data-undo-remove]")) undoRemove(row);
}

function moveRow(row, by, button) {
  const rows = remainingRows(), from = rows.indexOf(row), to = from + by;
  if (to < 0 || to >= rows.length) return announce(by < 0 ? "This is the first step." : "This is the last step.");
  rows[to][by < 0 ? "before" : "after"](row);
  renumber();
  button.focus();
  row.scrollIntoView({ block: "nearest" });
  announce(`Now step ${to + 1} of ${rows.length}.`);
}

function removeRow(row) {
  const number = remainingRows().indexOf(row) + 1;
  if (isBlank(row)) {
    dropRow(row);
  } else {
    markRemoved(row);
    row.querySelector("[data-undo-remove]").focus();
  }
  renumber();
  announce(`Step ${number} removed.`);
}

function dropRow(row) {
  const next = row.nextElementSibling || row.previousElementSibling;
  row.remove();
  if (next && !next.classList.contains("is-removed")) focusBox(field(next, "text"));
  else addButton.focus();
}

function markRemoved(row) {
  field(row, "DELETE").checked = true;
  row.classList.add("is-removed");
  row.querySelector("[data-step-removed]").hidden = false;
}

function undoRemove(row) {
  field(row, "DELETE").checked = false;
  row.classList.remove("is-removed");
  row.querySelector("[data-step-removed]").hidden = true;
  renumber();
  row.querySelector("[data-remove]").focus();
  announce("The step stays.");
}

function initDragging() {
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.matches?.("[data-drag-handle]") ? event.target.closest("[data-step]") : null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setDragImage(dragged, 10, 10);
    dragged.classList.add("is-dragged");
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-step]");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
  });
  list.addEventListener("drop", (event) => { if (dragged) event.preventDefault(); });
  list.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.classList.remove("is-dragged");
    dragged = null;
    renumber();
  });
}
