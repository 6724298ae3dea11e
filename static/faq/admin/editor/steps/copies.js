// Steps that another article has too are noticed when something is pasted; whoever writes decides, and may take it back.

import { announce, form, notifyInput } from "../form.js";
import { writeBoxes } from "../rich/boxes.js";
import { showIncluded } from "./included.js";
import { isForSome } from "./only_for.js";
import { allRows, field, isBlank, isInclude, list, remainingRows } from "./rows.js";

// Milliseconds after a paste; by then it stands in the box
const PAUSE = 900;
const place = document.getElementById("copies");
let timer = 0, questions = 0;

/**
 * Asks after each paste, and does what is pressed without sending the form.
 * @param {{add: (options: object) => HTMLElement, remove: (row: HTMLElement) => void}} rows what adds and removes a row
 */
export function initCopies(rows) {
  list.addEventListener("paste", askSoon);
  list.addEventListener("steps-made", askSoon);
  place.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const used = button.name === "_use_copy" ? rowsOf(button) : null;
    if (button.name === "_use_copy" && !used) return;
    event.preventDefault();
    if (used) use(used, button.dataset.label, rows);
    else refuse(button.value);
  });
}

function askSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => ask(), PAUSE);
}

/** Shows what the server offers for the steps as they stand. */
async function ask(refused = "") {
  questions += 1;
  const question = questions, hadOffers = Boolean(place.querySelector("[data-copy]"));
  try {
    const response = await fetch(form.dataset.copiesUrl, { method: "POST", body: message(refused) });
    const html = response.ok ? await response.text() : null;
    // An answer that a later one has overtaken is not shown
    if (html === null || question !== questions) return;
    place.innerHTML = html;
  } catch {
    // No connection: the next save looks again
    return;
  }
  const found = place.querySelector("[data-copy] h3");
  if (found && !hadOffers) announce(`${found.textContent}. You can show them from there; the question stands above the steps.`);
}

function message(refused) {
  writeBoxes();
  const data = new FormData(), steps = remainingRows().filter((row) => !isBlank(row)).map((row) => [nameOf(row), isInclude(row) || isForSome(row) ? null : field(row, "text").value]);
  data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.append("article", form.dataset.article);
  data.append("audience", form.elements.audience.value);
  data.append("steps", JSON.stringify(steps));
  for (const kept of form.querySelectorAll("[name=_refused_copy]")) data.append(kept.name, kept.value);
  if (refused) data.append("_refuse_copy", refused);
  return data;
}

/** The rows of an offer, null where the form has to find them itself. */
function rowsOf(button) {
  const names = button.dataset.rows.split(" ").filter(Boolean);
  const rows = names.map((name) => allRows().find((row) => nameOf(row) === name));
  return rows.length && rows.every((row) => row?.isConnected && !row.classList.contains("is-removed")) ? rows : null;
}

function use(used, label, { add, remove }) {
  const row = add({ isShared: true, after: used.at(-1) });
  field(row, "include").value = label;
  used.forEach(remove);
  place.replaceChildren();
  showIncluded(row);
  notifyInput();
  announce(`The steps of “${label}” stand here now. The copies leave when you save; each has a button to keep it.`);
}

function refuse(key) {
  const kept = document.createElement("input");
  kept.type = "hidden";
  kept.name = "_refused_copy";
  kept.value = key;
  form.append(kept);
  place.replaceChildren();
  announce("These steps stay here as they are.");
  ask(key);
}

function nameOf(row) {
  return field(row, "ORDER").name.replace(/-ORDER$/, "");
}
