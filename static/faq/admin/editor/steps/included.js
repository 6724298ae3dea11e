// The steps of another article, shown where they are included: while its question is typed, the server finds articles to choose from.

import { announce, form, notifyInput } from "../form.js";
import { list, placeOf, renumber } from "./rows.js";
import { initOwnWords, keepOwnWords, writeOwnWords } from "./own_words.js";

const requests = new WeakMap();
let timer = 0;

/** Finds articles as somebody types, and shows the steps of the one that is chosen; links open beside the form. */
export function initIncluded() {
  list.addEventListener("input", (event) => {
    if (!event.target.matches("[name$=-include]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => showIncluded(event.target.closest("[data-step]")), 200);
  });
  list.addEventListener("keydown", keyPressed);
  initOwnWords();
  list.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-use-include]"), link = event.target.closest(".included-steps a[href]");
    if (choice) choose(choice);
    if (!link) return;
    event.preventDefault();
    window.open(link.href, "_blank", "noopener");
  });
}

/**
 * Shows in a row the steps of the article that its field names; where it names none, the articles that have these words.
 * @param {HTMLElement} row
 */
export async function showIncluded(row) {
  const asked = fieldOf(row).value, request = (requests.get(row) ?? 0) + 1;
  requests.set(row, request);
  try {
    const query = new URLSearchParams({ article: asked, in: form.dataset.article, row: fieldOf(row).name.replace(/-include$/, "") });
    const response = asked.trim() ? await fetch(`${form.dataset.includedUrl}?${query}`) : null;
    const html = response?.ok ? await response.text() : "";
    // An answer that a later one has overtaken is not shown
    if (requests.get(row) !== request || !row.isConnected) return;
    keepOwnWords(row, asked);
    row.querySelector("[data-included]").innerHTML = html;
    writeOwnWords(row, asked);
    renumber();
    sayFound(row);
  } catch {
    // No connection: what was shown last stays
  }
}

async function choose(button) {
  const row = button.closest("[data-step]"), field = fieldOf(row);
  field.value = button.value;
  field.focus();
  notifyInput();
  await showIncluded(row);
  announce(`${placeOf(row)} now come${/^Step /.test(placeOf(row)) ? "s" : ""} from “${field.value}”.`);
}

/** Down and Enter lead from the field to the articles found, the arrows from one to the next, Escape back. */
function keyPressed(event) {
  const isField = event.target.matches("[name$=-include]"), isChoice = event.target.matches("[data-use-include]");
  if (!isField && !isChoice) return;
  const row = event.target.closest("[data-step]"), choices = [...row.querySelectorAll("[data-use-include]")];
  const at = choices.indexOf(event.target);
  // In a field of one line, the browser would send the form
  if (isField && event.key === "Enter") event.preventDefault();
  if (isChoice && event.key === "Escape") return fieldOf(row).focus();
  const by = { ArrowDown: 1, ArrowUp: -1, Enter: isField ? 1 : 0 }[event.key];
  const next = by && (choices[at + by] ?? (at === 0 && fieldOf(row)));
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function sayFound(row) {
  const found = row.querySelector("[data-choices]")?.dataset.choices;
  if (found) announce(`${found} ${found === "1" ? "article" : "articles"} found. Press the Down key to choose.`);
}

function fieldOf(row) {
  return row.querySelector("[name$=-include]");
}
