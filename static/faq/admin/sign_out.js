// Asks before somebody signs out whose text is not saved, then removes it: at a front desk the next one uses this browser.

import { attempt, readCopies, removeCopiesOf } from "./copies.js";

const form = document.getElementById("sign-out");
const dialog = document.getElementById("sign-out-dialog");

if (form) {
  form.addEventListener("submit", signOut);
  dialog.addEventListener("close", answered);
} else {
  removeWhatWasLeft();
}

function signOut(event) {
  // The editor stores what was typed a moment ago.
  document.dispatchEvent(new Event("kb:signing-out"));
  if (readCopies(form.dataset.user).length) {
    event.preventDefault();
    dialog.showModal();
  }
}

function answered() {
  if (dialog.returnValue !== "ok") return;
  // The page that says "You are signed out" removes the text: where signing out fails, nothing is lost.
  attempt(() => sessionStorage.setItem("signed out", form.dataset.user));
  document.dispatchEvent(new Event("kb:signs-out"));
  form.submit();
}

function removeWhatWasLeft() {
  const user = attempt(() => sessionStorage.getItem("signed out"));
  if (user) removeCopiesOf(user);
  attempt(() => sessionStorage.removeItem("signed out"));
}
