// Says while somebody writes how hard each text is to read, and puts the clinic's own plain words in the place of hard ones.

import { announce, form, notifyInput } from "./form.js";
import { reopen, writeBoxes } from "./rich/boxes.js";
import { remainingRows, showControls } from "./steps/rows.js";

// Milliseconds of rest after the last letter
const PAUSE = 1500;
let timer = 0, questions = 0;

/** Asks again after each change, and lets the offered words be put in. */
export function initReading() {
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-simpler]");
    if (button) putIn(button);
  });
}

async function ask() {
  questions += 1;
  const question = questions, found = await post(form.dataset.readingUrl, { texts: JSON.stringify(boxes().map((box) => [box.name, box.value])) });
  // An answer that a later one has overtaken is not shown; neither is one that changes nothing
  if (!found || question !== questions) return;
  for (const place of form.querySelectorAll("[data-reading]")) {
    const html = found[place.dataset.reading] ?? "";
    if (place.dataset.shown === html) continue;
    place.dataset.shown = html;
    place.innerHTML = html;
    showControls(place);
  }
}

async function putIn(button) {
  const box = form.elements[button.closest("[data-reading]").dataset.reading], word = button.dataset.simpler;
  writeBoxes();
  const before = box.value, found = await post(form.dataset.simplerUrl, { text: before, word });
  writeBoxes();
  // Whoever went on writing meanwhile loses nothing
  if (!found || box.value !== before) return;
  box.value = found.text;
  await reopen([box]);
  notifyInput();
  announce(`The plain word stands there now, in place of “${word}”.`);
  ask();
}

function boxes() {
  writeBoxes();
  const removed = new Set([...form.querySelectorAll("[data-step]")].filter((row) => !remainingRows().includes(row)));
  return [...form.querySelectorAll(".markdown-box")].filter((box) => !removed.has(box.closest("[data-step]")));
}

async function post(url, values) {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.append(name, value);
  data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const response = await fetch(url, { method: "POST", body: data });
    return response.ok ? await response.json() : null;
  } catch {
    // No connection: what was said stays
    return null;
  }
}
