// Offers the text that was not saved, and puts it back into the form.

import { form } from "./form.js";
import { showPicture } from "./pictures.js";
import { reopen } from "./rich/boxes.js";
import { arrangeRows, replaceRows } from "./steps.js";
import { showAnswers } from "./steps/only_for.js";
import { bringBack, isOwnWords } from "./steps/own_words.js";
import { renderTags } from "./tags.js";

// How many rows stand in the form now, whatever stood there once
const NUMBER_OF_ROWS = /-(TOTAL|INITIAL)_FORMS$/;
const NUMBER_OF_ROW = /^(steps-\d+)-.*$/;
// The boxes below a step, which are there once the questions to readers are
const ONLY_FOR = /^steps-\d+-only-/;

/**
 * Asks above the form whether the writer wants a copy back.
 * @param {{at: number, fields: [string, string][]}} copy when it was made (milliseconds since 1970), names and values
 * @param {{restored: () => void, forgotten: () => void}} then called when the copy is in the form, or is not wanted
 */
export function offerCopy(copy, then) {
  const offer = document.createElement("div"), question = document.createElement("p"), buttons = document.createElement("p");
  const answer = (action) => {
    offer.remove();
    action();
    form.elements.title.focus();
  };
  offer.className = "message message-info";
  offer.setAttribute("role", "status");
  question.textContent = `What you wrote here until ${formatTime(copy.at)} was not saved. Do you want it back?`;
  buttons.className = "form-buttons";
  buttons.append(
    createButton("Bring it back", () => answer(() => { restore(copy.fields); then.restored(); })),
    createButton("No, forget it", () => answer(then.forgotten)),
  );
  offer.append(question, buttons);
  form.closest(".editor-columns").before(offer);
}

/** Returns the time, with its day where that is not today: copies are kept for a week. */
function formatTime(at) {
  const time = new Date(at), isToday = time.toDateString() === new Date().toDateString();
  const day = isToday ? {} : { weekday: "long", day: "numeric", month: "long" };
  return time.toLocaleString([], { ...day, hour: "2-digit", minute: "2-digit" });
}

function createButton(text, action) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = text;
  button.addEventListener("click", action);
  return button;
}

function restore(fields) {
  const names = new Set(fields.map(([name]) => name));
  const [, count] = fields.find(([name]) => name === "steps-TOTAL_FORMS") || ["", "0"];
  replaceRows(Number(count), (index) => names.has(`steps-${index}-text`));
  for (const [name, value] of fields) if (!NUMBER_OF_ROWS.test(name) && !ONLY_FOR.test(name)) restoreField(name, value);
  showAnswers();
  for (const [name, value] of fields) if (ONLY_FOR.test(name)) restoreField(name, value);
  arrangeRows();
  renderTags();
  reopen(form.querySelectorAll(".markdown-box"));
  window.scrollTo(0, 0);
}

function restoreField(name, value) {
  const field = form.elements[name];
  if (!field && isOwnWords(name)) {
    // The steps of the other article are not there yet
    const row = form.elements[name.replace(NUMBER_OF_ROW, "$1-include")]?.closest("[data-step]");
    if (row) bringBack(row, name, value);
  }
  if (!field) return;
  // Only what was ticked is in a copy.
  if (field.type === "checkbox") field.checked = true;
  else field.value = value;
  const row = field.closest?.("[data-step]");
  if (!row || !value) return;
  if (name.endsWith("-include")) row.classList.add("step-row-include");
  if (name.endsWith("-picture")) showPicture(row, form.dataset.mediaUrl + value);
}
