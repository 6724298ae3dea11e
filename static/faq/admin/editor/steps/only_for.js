// Whom a step is for: boxes below each step, which follow the questions to readers as these are typed.

import { announce } from "../form.js";
import { list } from "./rows.js";

const questions = document.getElementById("reader-questions");
let isSaid = false;

/** Keeps the boxes below all steps as the questions are; call it before the form's first state is taken. */
export function initOnlyFor() {
  isSaid = asked().length > 0;
  questions.addEventListener("input", () => { showAnswers(); sayOnce(); });
  list.addEventListener("renumbered", showAnswers);
  list.addEventListener("change", (event) => {
    const place = event.target.closest("[data-only-for]");
    if (place) say(place);
  });
  showAnswers();
}

/** Shows below each step the answers that stand in the form now. */
export function showAnswers() {
  const now = asked(), signature = JSON.stringify(now);
  list.querySelectorAll("[data-only-for]").forEach((place) => {
    if (place.dataset.signature !== signature) fill(place, now);
    place.dataset.signature = signature;
    say(place);
  });
}

/** Says whether the step of a row is only for some readers. */
export function isForSome(row) {
  return Boolean(row.querySelector("[data-only-for] :checked"));
}

/** Returns the questions that have answers: their words, and the place and words of each answer. */
function asked() {
  const found = [...questions.querySelectorAll("[data-reader-question]")].map((fields) => ({
    text: fields.querySelector("[name$='-text']").value.trim(),
    answers: [...fields.querySelectorAll("[name$='-answer']")]
      .map((field) => ({ place: field.name.replace(/^ask-|-answer$/g, ""), text: field.value.trim() }))
      .filter((answer) => answer.text),
  }));
  return found.filter((question) => question.answers.length);
}

/** Ticks stay; an answer that was emptied stays too, under its former words, until its tick is taken off. */
function fill(place, now) {
  const before = new Map([...place.querySelectorAll("input")].map((box) => [box.name, box]));
  const { prefix } = place.dataset;
  const groups = now.map((question) => group(question.text, question.answers.map(({ place: at, text }) => {
    const name = `${prefix}-only-${at}`, old = before.get(name);
    before.delete(name);
    return createBox(name, text, Boolean(old?.checked));
  })));
  const gone = [...before.values()].filter((box) => box.checked).map((box) => createBox(box.name, box.nextElementSibling.textContent, true));
  if (gone.length) groups.push(group("an answer that you took away", gone));
  place.querySelector("[data-only-for-boxes]").replaceChildren(...groups);
  place.hidden = !groups.length;
}

function group(question, boxes) {
  const fields = document.createElement("fieldset"), legend = document.createElement("legend");
  legend.textContent = `Only for – ${question}`;
  fields.append(legend, ...boxes);
  return fields;
}

function createBox(name, text, isTicked) {
  const label = document.createElement("label"), box = document.createElement("input"), words = document.createElement("span");
  box.type = "checkbox";
  box.name = name;
  box.checked = isTicked;
  words.textContent = text;
  label.append(box, " ", words);
  return label;
}

function say(place) {
  const ticked = [...place.querySelectorAll(":checked")].map((box) => box.nextElementSibling.textContent);
  place.querySelector("[data-only-for-said]").textContent = ticked.length ? `Only for: ${ticked.join(", ")}` : "For everybody";
}

function sayOnce() {
  if (isSaid || !asked().some((question) => question.answers.length > 1)) return;
  isSaid = true;
  announce("Below each step you can now tick whom it is for.");
}
