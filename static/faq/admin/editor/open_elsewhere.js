// Says quietly who else has this article open, and tells the server while this page is open and when it is left.

import { form } from "./form.js";

// Milliseconds between two questions, and the least that ever lies between them
const PAUSE = 25_000, LEAST = 20_000;
const { openUrl, openPage } = form.dataset;
const sentence = document.getElementById("open-elsewhere");
// The page itself has just been answered
let askedAt = Date.now();

/** Starts to ask; a hidden tab asks nothing, and counts as left after two minutes. */
export function initOpenElsewhere() {
  if (!openUrl) return;
  setInterval(ask, PAUSE);
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("pageshow", ask);
  window.addEventListener("pagehide", () => navigator.sendBeacon(openUrl, message({ left: "1" })));
}

async function ask() {
  if (document.hidden || Date.now() - askedAt < LEAST) return;
  askedAt = Date.now();
  try {
    const answer = await fetch(openUrl, { method: "POST", body: message({}) });
    if (answer.ok) show((await answer.json()).sentence);
  } catch {
    // No connection: the next question may be answered
  }
}

function show(text) {
  if (sentence.textContent !== text) sentence.textContent = text;
}

function message(more) {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.append("page", openPage);
  for (const [name, value] of Object.entries(more)) data.append(name, value);
  return data;
}
