// Text that is not saved: a copy stays in this tab, leaving the page asks first, and the copy is offered when the page comes back.

import { form } from "./form.js";
import { offerCopy } from "./restore.js";

const key = `unsaved ${form.dataset.article}`;
// The server did not save what it was sent, so the form is unsaved from its start.
const wasRefused = form.hasAttribute("data-unsaved");
let original = "", isDirty = wasRefused, isSending = false, timer = 0;

/** Starts to watch the form; call it when the other scripts have brought the form to its first state. */
export function initUnsaved() {
  original = JSON.stringify(readFields());
  form.addEventListener("input", storeSoon);
  window.addEventListener("beforeunload", (event) => { if (isDirty && !isSending) event.preventDefault(); });
  // Focus makes a screen reader read out what the server says.
  (document.getElementById("problems") || document.getElementById("messages"))?.focus();
  removeSentCopy();
  const copy = readCopy();
  if (wasRefused) storeCopy();
  else if (copy && JSON.stringify(copy.fields) !== original) offerCopy(copy, removeCopy);
}

/** Stores what the form holds in this tab, or removes the copy where nothing differs from what is saved. */
export function storeCopy() {
  const fields = readFields();
  isDirty = wasRefused || JSON.stringify(fields) !== original;
  document.getElementById("unsaved").hidden = !isDirty;
  if (isDirty) attempt(() => sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), fields })));
  else removeCopy();
}

/**
 * Says that the form is on its way: leaving the page asks no more, and the next page may remove the copy.
 * @param {boolean} value
 */
export function setSending(value) {
  isSending = value;
  if (isSending) attempt(() => sessionStorage.setItem("sent", key));
}

function storeSoon() {
  // Until `storeCopy` has looked closer.
  isDirty = true;
  clearTimeout(timer);
  timer = setTimeout(storeCopy, 400);
}

function readFields() {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
}

function readCopy() {
  return attempt(() => JSON.parse(sessionStorage.getItem(key)));
}

function removeCopy() {
  attempt(() => sessionStorage.removeItem(key));
}

/** Removes the copy of what was sent from this tab where this page says that it was saved; a new article has a new page. */
function removeSentCopy() {
  const sent = attempt(() => sessionStorage.getItem("sent"));
  const wasSaved = document.querySelector("#messages .message-success, #messages .message-warning") && !wasRefused;
  if (sent && wasSaved) attempt(() => sessionStorage.removeItem(sent));
  attempt(() => sessionStorage.removeItem("sent"));
}

/** Returns what `action` returns, or null where the browser keeps nothing (private window, no room): leaving still asks. */
function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}
