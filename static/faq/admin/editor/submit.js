// Sends the form once only, and not while the writer is signed out: the server would answer with its sign-in page.

import { form } from "./form.js";
import { isQuiet } from "./publish.js";
import { areReadAsShown } from "./rich/boxes.js";
import { setSending, storeCopy } from "./unsaved.js";

// "idle", "checking" whether the writer is signed in, "ready" to send, "sent".
let state = "idle";

/** Checks each submission first, and lets Ctrl+S save. */
export function initSubmit() {
  form.addEventListener("submit", submitted);
  // The page is back from the browser's memory: it may be sent again.
  window.addEventListener("pageshow", (event) => { if (event.persisted) setState("idle"); });
  window.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[name=_save], [name=_over], [name=_recover]"));
  });
}

function submitted(event) {
  if (event.submitter?.hasAttribute("data-preview")) return;
  if (state === "ready") return setState("sent");
  event.preventDefault();
  if (state !== "idle") return;
  // What was typed a moment ago counts
  storeCopy();
  if (!isQuiet(event.submitter)) checkAndSend(event.submitter);
}

async function checkAndSend(button) {
  setState("checking");
  if (!(await isSignedIn())) {
    setState("idle");
    document.getElementById("signed-out-dialog").showModal();
    return;
  }
  if (!(await areReadAsShown())) return setState("idle");
  setState("ready");
  form.requestSubmit(button);
}

async function isSignedIn() {
  try {
    const answer = await (await fetch(form.dataset.signedInUrl)).json();
    if (answer.user === form.dataset.user) document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = answer.token; });
    // Somebody else who signed in meanwhile is not who wrote this.
    return answer.signed_in && answer.user === form.dataset.user;
  } catch {
    // No connection: the browser itself says so when the form is sent.
    return true;
  }
}

function setState(name) {
  state = name;
  setSending(state === "sent");
}
