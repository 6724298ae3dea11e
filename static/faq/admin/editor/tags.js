// Tags as chips with a remove button each; the field with commas that works without scripts stays underneath.

import { announce, form, notifyInput } from "./form.js";

const field = form.querySelector("[data-tags]");
const input = field.cloneNode();
const box = document.createElement("div");

/** Puts chips and a box to type into in the place of the field. */
export function initTags() {
  box.className = "tag-box";
  input.removeAttribute("name");
  input.removeAttribute("data-tags");
  input.value = "";
  field.removeAttribute("id");
  field.hidden = true;
  field.after(box);
  renderTags();
  input.addEventListener("keydown", keyPressed);
  input.addEventListener("input", typed);
  input.addEventListener("blur", left);
  // What is typed and not yet a chip is saved as well.
  form.addEventListener("submit", addTyped, true);
}

/** Shows the tags that the field holds. */
export function renderTags() {
  box.replaceChildren(...splitTags(field.value).map(createChip), input);
}

function splitTags(text) {
  return text.split(",").map((name) => name.trim()).filter(Boolean);
}

function createChip(name) {
  const chip = document.createElement("span"), button = document.createElement("button");
  chip.className = "tag-chip";
  chip.append(name, button);
  button.type = "button";
  button.textContent = "×";
  button.setAttribute("aria-label", `Remove the tag ${name}`);
  button.addEventListener("click", () => {
    setTags(splitTags(field.value).filter((other) => other !== name));
    announce(`${name} removed.`);
    input.focus();
  });
  return chip;
}

function setTags(names) {
  field.value = names.join(", ");
  renderTags();
  notifyInput();
}

function addTyped() {
  const added = splitTags(input.value), names = splitTags(field.value);
  input.value = "";
  if (!added.length) return;
  added.forEach((name) => { if (!names.some((other) => isSame(other, name))) names.push(name); });
  setTags(names);
  input.focus();
  announce(`${added.join(", ")} added.`);
}

function isSame(one, other) {
  return one.localeCompare(other, undefined, { sensitivity: "accent" }) === 0;
}

function removeLast() {
  const names = splitTags(field.value), removed = names.pop();
  setTags(names);
  input.focus();
  announce(`${removed} removed.`);
}

function keyPressed(event) {
  if (event.key === "Enter") {
    event.preventDefault();
    addTyped();
  }
  if (event.key === "Backspace" && !input.value && splitTags(field.value).length) removeLast();
}

function typed(event) {
  const isChosen = event.inputType === "insertReplacementText" || !event.inputType;
  const isKnown = [...document.getElementById("known-tags").options].some((option) => option.value === input.value);
  if (input.value.includes(",") || (isChosen && isKnown)) addTyped();
}

function left() {
  if (!input.value.trim()) return;
  const focused = document.activeElement;
  addTyped();
  focused?.focus?.();
}
