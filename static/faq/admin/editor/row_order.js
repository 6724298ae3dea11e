// Moves files and videos up and down by buttons; without scripts each has a box for its place in the list.

import { announce, form, notifyInput } from "./form.js";

/** Shows the buttons that move a row. */
export function initRowOrder() {
  form.querySelectorAll("[data-move-row]").forEach((button) => { button.hidden = false; });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move-row]");
    if (button) move(button);
  });
}

function move(button) {
  const row = button.closest(".row-box"), shown = rowsBeside(row);
  // A place may have been typed, or come back with what was not saved
  const rows = [...shown].sort((one, other) => box(one).value - box(other).value);
  const at = rows.indexOf(row), to = at + (button.dataset.moveRow === "up" ? -1 : 1);
  if (to < 0) return announce("This is the first one.");
  if (to >= rows.length) return announce("This is the last one.");
  rows.splice(to, 0, ...rows.splice(at, 1));
  shown[0].previousElementSibling.after(...rows);
  rows.forEach((each, index) => { box(each).value = index + 1; });
  button.focus();
  row.scrollIntoView({ block: "nearest" });
  notifyInput();
  return announce(`${row.querySelector("legend").textContent}: now ${to + 1} of ${rows.length}.`);
}

function rowsBeside(row) {
  return [...row.parentElement.querySelectorAll(".row-box")].filter(box);
}

function box(row) {
  return row.querySelector("[name$=-ORDER]");
}
