// Opens a text editor in each Markdown box, and leaves the plain box where a text, or whoever writes, needs it.

import { attempt } from "../../copies.js";
import { announce, form } from "../form.js";
import { TextEditor, editorOf, openedEditors } from "./editor.js";
import { PlainSurface } from "./plain.js";
import { readTexts } from "./server.js";

const PREFERENCE = "plain-boxes";
const CHANGED = "This text has signs that the editor would change, so it stays in the plain box.";
const NOT_READ = "This text could not be opened just now, so it is shown in the plain box.";
const READ_OTHERWISE = "Patients will read this text as it stands here now, not quite as it looked before. Please look at it, then save again.";
const plainSurfaces = new WeakMap();
let likesPlain = attempt(() => localStorage.getItem(PREFERENCE)) === "yes";

/** Lets whoever likes Markdown switch to plain boxes; anchors and labels of a box lead to its editor. */
export function initBoxes() {
  const button = document.querySelector("[data-plain-boxes]");
  const say = () => { button.textContent = likesPlain ? "Write as patients will see it" : "Write in plain boxes, with the signs of Markdown"; };
  say();
  button.addEventListener("click", async () => {
    likesPlain = !likesPlain;
    attempt(() => localStorage.setItem(PREFERENCE, likesPlain ? "yes" : "no"));
    say();
    if (likesPlain) openedEditors().forEach((editor) => editor.destroy());
    else await reopen(boxes());
    announce(likesPlain ? "The text boxes are plain now." : "The text boxes look as patients will see them now.");
  });
  document.addEventListener("click", focusEditorOf);
  // Some browsers put back only now what stood in the boxes before
  window.addEventListener("pageshow", () => {
    const changed = openedEditors().filter((editor) => !editor.isTouched && editor.box.value !== editor.source.text);
    if (changed.length) reopen(changed.map((editor) => editor.box));
  });
}

/**
 * Opens the editors of boxes, as the page says their texts are read; then asks whether each would come back unchanged.
 * @param {Iterable<HTMLTextAreaElement>} found
 */
export function openBoxes(found) {
  const stale = [];
  for (const box of found) {
    if (likesPlain || editorOf(box)) continue;
    // The browser put back what somebody typed before
    if (box.value !== box.defaultValue) stale.push(box);
    else if (box.dataset.problem) explain(box, box.dataset.problem);
    else open(box, box.dataset.document && JSON.parse(box.dataset.document));
  }
  checkRoundTrips();
  if (stale.length) reopen(stale);
}

/** Shows in the editors what a script wrote into their boxes. */
export async function reopen(changed) {
  if (likesPlain) return;
  const found = [...changed];
  found.forEach((box) => editorOf(box)?.setEditable(false));
  const asked = found.filter((box) => box.value.trim()), texts = new Map(found.map((box) => [box, box.value]));
  const answers = await readTexts(asked.map((box) => ({ text: box.value })));
  for (const box of found) {
    const read = answers?.[asked.indexOf(box)];
    if (box.value !== texts.get(box)) reopenLater(box);
    else if (!box.value.trim()) open(box);
    else if (read?.document) open(box, read);
    else close(box, read?.problem ?? NOT_READ);
  }
  checkRoundTrips();
}

/** Somebody typed while the server was asked: their box stays as it is under their hands, and becomes an editor when they leave it. */
function reopenLater(box) {
  if (document.activeElement === box) box.addEventListener("blur", () => reopen([box]), { once: true });
  else reopen([box]);
}

/** What the toolbar and the dialogs work on for this box: its editor, or the plain box. */
export function surfaceOf(box) {
  const editor = editorOf(box);
  if (editor) return editor.surface;
  if (!plainSurfaces.has(box)) plainSurfaces.set(box, new PlainSurface(box));
  const surface = plainSurfaces.get(box);
  surface.keep();
  return surface;
}

/** Puts the cursor into a box, or into its editor. */
export function focusBox(box) {
  (editorOf(box) ?? box).focus();
}

/** Writes into the boxes what was typed a moment ago. */
export function writeBoxes() {
  openedEditors().forEach((editor) => editor.write());
}

/**
 * Asks the server whether it reads each text that was changed as it stands on the screen; one that it reads otherwise is shown so.
 * @returns {Promise<boolean>} whether all are read so
 */
export async function areReadAsShown() {
  writeBoxes();
  const touched = openedEditors().filter((editor) => editor.isTouched);
  const answers = await readTexts(touched.map((editor) => ({ text: editor.box.value })));
  const wrong = touched.filter((editor, index) => answers?.[index]?.document && !editor.isReadAs(answers[index]));
  for (const editor of wrong) {
    editor.reload(answers[touched.indexOf(editor)]);
    explain(editor.box, READ_OTHERWISE);
  }
  if (wrong.length) {
    wrong[0].focus();
    announce(READ_OTHERWISE);
  }
  return !wrong.length;
}

function boxes() {
  return form.querySelectorAll(".markdown-box");
}

function open(box, read) {
  explain(box, "");
  const editor = editorOf(box), hadFocus = document.activeElement === box;
  if (editor) editor.reload(read ?? undefined);
  else if (hadFocus) new TextEditor(box, read ?? undefined).focus();
  else new TextEditor(box, read ?? undefined);
}

function close(box, reason) {
  const editor = editorOf(box), hadFocus = editor?.view.hasFocus();
  editor?.destroy();
  if (hadFocus) box.focus();
  explain(box, reason);
}

/** Gives back to the plain box what the editor could not write as it was: the server says which texts these are. */
async function checkRoundTrips() {
  const asked = openedEditors().filter((editor) => !editor.isTouched && editor.source.text.trim() && !editor.isChecked);
  const changed = asked.map((editor) => ({ editor, text: editor.freshText })).filter(({ editor, text }) => text.trim() !== editor.source.text.trim());
  asked.forEach((editor) => { editor.isChecked = true; });
  const answers = await readTexts(changed.map(({ editor, text }) => ({ text, instead_of: editor.source.text })));
  changed.forEach(({ editor }, index) => {
    if (answers?.[index] && !answers[index].same) close(editor.box, CHANGED);
  });
}

/** Says above a box why its text is shown as it is; nothing where there is no reason. */
function explain(box, reason) {
  const before = editorOf(box)?.place ?? box, known = before.previousElementSibling;
  const place = known?.matches(".why-plain") ? known : null;
  if (!reason) return place?.remove();
  const sentence = place ?? document.createElement("p");
  sentence.className = "why-plain help";
  sentence.textContent = reason;
  if (!place) before.before(sentence);
}

function focusEditorOf(event) {
  const label = event.target.closest("label[for]"), link = event.target.closest('a[href^="#"]');
  const id = label?.htmlFor ?? link?.getAttribute("href").slice(1);
  const box = id && document.getElementById(id);
  if (!box || !editorOf(box)) return;
  event.preventDefault();
  editorOf(box).place.scrollIntoView({ block: "nearest" });
  focusBox(box);
}
