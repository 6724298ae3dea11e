// Steps as compact rows that are added, removed and moved; without scripts each row has a field for its order.

import { announce, form } from "./form.js";
import { openBoxes } from "./rich/boxes.js";
import { initCopies } from "./steps/copies.js";
import { initDragging } from "./steps/drag.js";
import { initIncluded, showIncluded } from "./steps/included.js";
import { initKeys } from "./steps/keys.js";
import { initOffer } from "./steps/offer.js";
import { allRows, countAll, countOf, field, isBlank, isInclude, list, numberOf, placeOf, remainingRows, renumber, showControls } from "./steps/rows.js";
import { focusRow, focusTool, initTools } from "./steps/tools.js";
import { fitHeight } from "./textareas.js";

const template = document.getElementById("step-template");
const total = form.querySelector("[name=steps-TOTAL_FORMS]");
const addButton = document.querySelector("[data-add-step]");

/** Makes the rows of the form compact and movable; blank ones leave. */
export function initSteps() {
  form.classList.add("scripted");
  showControls();
  allRows().filter(isBlank).forEach((row) => row.remove());
  allRows().forEach(initRow);
  openBoxes(list.querySelectorAll(".markdown-box"));
  renumber();
  addButton.addEventListener("click", () => addStep());
  document.querySelector("[data-add-include]").addEventListener("click", () => addStep({ isShared: true }));
  initTools({ by: moveBy, to: moveTo, remove: removeRow });
  initDragging((row) => { renumber(); sayPlace(row); });
  initIncluded();
  initKeys((after) => addStep({ after }));
  initCopies({ add: addStep, remove: (row) => { markRemoved(row); renumber(); } });
  initOffer((after) => addStep({ after }));
}

/**
 * Adds a step, ready to be typed into.
 * @param {{isShared?: boolean, after?: HTMLElement}} [options] `isShared`: it stands for the steps of another article;
 *   `after`: the row behind which it comes, the last one unless given
 * @returns {HTMLElement} its row
 */
export function addStep({ isShared = false, after = null } = {}) {
  const holder = document.createElement("ol");
  holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
  total.value = Number(total.value) + 1;
  const row = holder.querySelector("[data-step]");
  showControls(row);
  row.classList.toggle("step-row-include", isShared);
  if (after) after.after(row);
  else list.append(row);
  initRow(row);
  openBoxes(row.querySelectorAll(".markdown-box"));
  renumber();
  focusRow(row);
  announce(isShared ? "A place for the steps of another article was added." : `${placeOf(row)} added.`);
  return row;
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
  rows.filter(isInclude).forEach(showIncluded);
  renumber();
}

function initRow(row) {
  if (field(row, "DELETE").checked) markRemoved(row);
  row.querySelectorAll("textarea").forEach(fitHeight);
}

function moveBy(row, by) {
  const rows = remainingRows(), to = rows.indexOf(row) + by;
  if (to < 0 || to >= rows.length) return announce(by < 0 ? "This is the first step." : "This is the last step.");
  rows[to][by < 0 ? "before" : "after"](row);
  return moved(row, by < 0 ? "[data-up]" : "[data-down]");
}

/** Moves a row to where patients read that number; within the steps of another article is no place. */
function moveTo(row, number) {
  const others = remainingRows().filter((other) => other !== row);
  let first = 1;
  const behind = others.find((other) => {
    const isReached = first >= number;
    first += countOf(other);
    return isReached;
  });
  if (behind) behind.before(row);
  else others.at(-1)?.after(row);
  return moved(row, "[data-move-number]");
}

function moved(row, tool) {
  renumber();
  focusTool(row, tool);
  row.scrollIntoView({ block: "nearest" });
  sayPlace(row);
}

function sayPlace(row) {
  announce(countOf(row) > 1 ? `Now ${placeOf(row).toLowerCase()} of ${countAll()}.` : `Now step ${numberOf(row)} of ${countAll()}.`);
}

function removeRow(row) {
  const place = placeOf(row);
  if (isBlank(row)) {
    dropRow(row);
  } else {
    markRemoved(row);
    row.querySelector("[data-undo-remove]").focus();
  }
  renumber();
  announce(`${place} removed.`);
}

function dropRow(row) {
  const rows = remainingRows(), index = rows.indexOf(row), next = rows[index + 1] ?? rows[index - 1];
  row.remove();
  if (next) focusRow(next);
  else addButton.focus();
}

function markRemoved(row) {
  const sentence = row.querySelector("[data-step-removed]"), button = document.createElement("button");
  field(row, "DELETE").checked = true;
  row.classList.add("is-removed");
  sentence.hidden = false;
  button.type = "button";
  button.className = "as-link";
  button.dataset.undoRemove = "";
  button.textContent = "Keep it";
  button.addEventListener("click", () => undoRemove(row, button));
  sentence.append(button);
}

function undoRemove(row, button) {
  button.remove();
  field(row, "DELETE").checked = false;
  row.classList.remove("is-removed");
  row.querySelector("[data-step-removed]").hidden = true;
  renumber();
  focusTool(row, "[data-remove]");
  announce("The step stays.");
}
