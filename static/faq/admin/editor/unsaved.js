// Text that is not saved: this browser keeps a copy, leaving the page asks first, and whoever wrote it is offered it again.

import { attempt, newKey, readCopies, removeCopy, removeExpired, storeCopy as keep } from "../copies.js";
import { form } from "./form.js";
import { showPublishable } from "./publish.js";
import { offerCopy } from "./restore.js";

const { user, article } = form.dataset;
const key = newKey(user, article);
// The server did not save what it was sent, so the form is unsaved from its start.
const wasRefused = form.hasAttribute("data-unsaved");
// No words: the key of the form, and what to keep of two versions, which each page asks anew.
const LEFT_OUT = /^(csrfmiddlewaretoken|(keep|seen)-.*)$/;
// What differs in a form that was saved.
const COUNTED_ANEW = /^(version|.*-(TOTAL|INITIAL)_FORMS)$/;
let original = "", isDirty = wasRefused, isSending = false, isSigningOut = false, timer = 0;

/** Starts to watch the form; call it when the other scripts have brought the form to its first state. */
export function initUnsaved() {
  // Somebody may type before the scripts are there: then the form is not as it was saved.
  const wasTypedInto = [...form.querySelectorAll("textarea")].some((box) => box.value !== box.defaultValue);
  original = JSON.stringify(wasTypedInto ? [] : readFields());
  form.addEventListener("input", storeSoon);
  window.addEventListener("beforeunload", (event) => { if (isDirty && !isSending && !isSigningOut) event.preventDefault(); });
  window.addEventListener("pagehide", storeNow);
  document.addEventListener("visibilitychange", storeNow);
  document.addEventListener("kb:signing-out", storeNow);
  document.addEventListener("kb:signs-out", () => { isSigningOut = true; });
  // Focus makes a screen reader read out what the server says.
  (document.getElementById("problems") || document.getElementById("messages"))?.focus();
  removeExpired();
  removeSentCopy();
  if (wasRefused || wasTypedInto) storeCopy();
  else showPublishable(false);
  if (!wasRefused) offerNewest();
}

/** Stores what the form holds in this browser, or removes the copy where nothing differs from what is saved. */
export function storeCopy() {
  clearTimeout(timer);
  timer = 0;
  if (isSigningOut) return;
  const fields = readFields();
  isDirty = wasRefused || JSON.stringify(fields) !== original;
  document.getElementById("unsaved").hidden = !isDirty;
  showPublishable(isDirty);
  if (isDirty) keep(key, fields);
  else removeCopy(key);
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

/** Stores what was typed a moment ago, before the page may be gone. */
function storeNow() {
  if (timer) storeCopy();
}

function readFields() {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !LEFT_OUT.test(name));
}

/** Offers the newest copy of earlier pages, then the one before it. */
function offerNewest() {
  const copy = readCopies(user, article).find((each) => each.key !== key);
  if (!copy) return;
  if (words(copy.fields) === words(JSON.parse(original))) {
    removeCopy(copy.key);
    offerNewest();
    return;
  }
  offerCopy(copy, {
    restored: () => {
      storeCopy();
      removeCopy(copy.key);
    },
    forgotten: () => {
      removeCopy(copy.key);
      offerNewest();
    },
  });
}

function words(fields) {
  return JSON.stringify(fields.filter(([name]) => !COUNTED_ANEW.test(name)));
}

/** Removes the copy of what was sent from this tab where this page says that it was saved, or holds it all itself. */
function removeSentCopy() {
  const sent = attempt(() => sessionStorage.getItem("sent"));
  const wasSaved = document.querySelector("#messages .message-success, #messages .message-warning:not(.conflict)");
  if (sent && (wasSaved || wasRefused)) removeCopy(sent);
  attempt(() => sessionStorage.removeItem("sent"));
}
