// Names below a text what in it keeps some readers out (links that do not say where they lead, skipped headings, pictures
// without a description), as the server reads it. Nothing of it keeps anybody from saving.

import { announce, form } from "./form.js";
import { readTexts } from "./rich/server.js";

// Milliseconds of rest before the server is asked
const REST = 1000;
// Without one of these signs there is nothing to name
const MAY_HAVE_NOTES = /[[#]|\/\/|www\.|\.\w+\/|^[=-]+\s*$/m;
const timers = new WeakMap();

/** Shows what the server has named already, and asks again after a text has changed. */
export function initNotes() {
  // What stands above the form for whoever has no scripts
  document.getElementById("keep-out-places")?.remove();
  for (const box of form.querySelectorAll(".markdown-box[data-notes]")) show(box, JSON.parse(box.dataset.notes));
  form.addEventListener("input", ({ target }) => {
    if (target.matches(".markdown-box")) askSoon(target);
    showPictures(target.closest("[data-step]") ?? form);
  });
  showPictures(form);
}

function askSoon(box) {
  clearTimeout(timers.get(box));
  timers.set(box, setTimeout(() => ask(box), REST));
}

async function ask(box) {
  const text = box.value, isPlain = !MAY_HAVE_NOTES.test(text);
  if (isPlain && !listOf(box)) return;
  const answers = isPlain ? [{ notes: [] }] : await readTexts([{ text }]);
  // Asked again where more was typed meanwhile
  if (answers && box.value === text) show(box, answers[0].notes, announce);
}

function listOf(box) {
  return box.closest(".field").querySelector(".text-notes");
}

function show(box, notes, say = () => {}) {
  const known = listOf(box), said = known ? [...known.children].map((item) => item.textContent) : [];
  if (JSON.stringify(notes) === JSON.stringify(said)) return;
  known?.remove();
  if (!notes.length) return;
  const list = document.createElement("ul");
  list.className = "text-notes";
  list.append(...notes.map((note) => {
    const item = document.createElement("li");
    item.className = "text-note";
    item.textContent = note;
    return item;
  }));
  box.closest(".field").append(list);
  const added = notes.filter((note) => !said.includes(note));
  if (added.length) say(added.join(" "));
}

/** A picture of a step is described in a field of its own. */
function showPictures(within) {
  for (const sentence of within.querySelectorAll("[data-no-description]")) {
    const row = sentence.closest("[data-step]");
    const name = row.querySelector("[data-picture-name]").value, words = row.querySelector("[name$=-picture_alt]").value;
    sentence.hidden = !name || Boolean(words.trim());
  }
}
