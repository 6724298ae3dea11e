// Own words for single steps of another article: their boxes become text editors, and they outlive the block they stand in.

import { reopen, writeBoxes } from "../rich/boxes.js";
import { list } from "./rows.js";

const NAMES = /^steps-\d+-(of|(own|was|gone|gone-of)-\d+)$/;
// By row: for which article, and what stood in the fields
const kept = new WeakMap();

/** Makes a text editor of the box in which somebody rewords a step. */
export function initOwnWords() {
  list.addEventListener("toggle", (event) => { if (event.target.matches("[data-own-words][open]")) open(event.target); }, true);
  list.querySelectorAll("[data-own-words][open]").forEach(open);
  list.querySelectorAll("[data-step]").forEach((row) => { if (originalsIn(row)) kept.set(row, { asked: row.querySelector("[name$=-include]").value, fields: [] }); });
}

/** Says whether a field holds own words, or what belongs to them. */
export function isOwnWords(name) {
  return NAMES.test(name);
}

/**
 * Puts a field that is in no row yet into its row: the steps that it belongs to come a moment later.
 * @param {HTMLElement} row
 * @param {string} name
 * @param {string} value
 */
export function bringBack(row, name, value) {
  row.querySelector("[data-included]").append(hidden(name, value));
}

/**
 * Remembers the own words of a row before its steps are shown anew.
 * @param {HTMLElement} row
 * @param {string} asked the article that its field names by now
 */
export function keepOwnWords(row, asked) {
  if (!originalsIn(row)) return;
  writeBoxes();
  const fields = [...row.querySelectorAll("[data-included] [name]")].filter((field) => NAMES.test(field.name)).map((field) => [field.name, field.value]);
  kept.set(row, { asked: kept.get(row)?.asked ?? asked, fields });
}

/** Writes them back where the same article's steps stand there again; those of another article are let go. */
export function writeOwnWords(row, asked) {
  const originals = originalsIn(row), before = kept.get(row);
  if (!originals) return;
  if (before?.asked !== asked) return kept.set(row, { asked, fields: [] });
  const known = before.fields.find(([name]) => name === originals.name);
  if (!known) return;
  if (known[1] === originals.value) return before.fields.forEach(([name, value]) => fill(row, name, value));
  // The original changed meanwhile: the server is to hear for which steps these words were written
  row.querySelectorAll("[data-included] [name]").forEach((field) => { field.disabled = true; });
  before.fields.forEach(([name, value]) => bringBack(row, name, value));
}

function fill(row, name, value) {
  const field = row.querySelector(`[data-included] [name="${name}"]`);
  if (!field) return bringBack(row, name, value);
  if (field.value === value) return;
  field.value = value;
  const details = field.closest("[data-own-words]");
  if (details) details.open = true;
}

function open(details) {
  const box = details.querySelector("textarea:not(.markdown-box)");
  if (!box) return;
  box.classList.add("markdown-box");
  reopen([box]);
}

function originalsIn(row) {
  return row.querySelector("[data-included] [name$=-of]:not([name*=-gone-])");
}

function hidden(name, value) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  field.value = value;
  return field;
}
