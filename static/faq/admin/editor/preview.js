// The pane that shows what patients will see while somebody writes: beside the form on a wide screen, else over it.

import { form } from "./form.js";

const pane = document.getElementById("preview-pane");
const layout = pane.parentElement;
const frame = pane.querySelector("iframe");
const place = frame.parentElement;
const openButton = form.querySelector("[data-preview]");
const closeButton = pane.querySelector("[data-close-preview]");
const modeButtons = [...pane.querySelectorAll("[data-preview-mode]")];
const wideScreen = matchMedia("(min-width: 75rem)");
// Pixels: the screen of a computer, made smaller until it fits
const COMPUTER = 1280;
// What each rule of the page says about its media when nobody changed it.
const originalMedia = new Map();
let timer = 0, requests = 0;

/** Opens the pane on a wide screen, lets its buttons work, and keeps up with what is typed. */
export function initPreview() {
  openButton.setAttribute("aria-controls", pane.id);
  openButton.addEventListener("click", toggle);
  closeButton.addEventListener("click", close);
  modeButtons.forEach((button) => button.addEventListener("click", () => setMode(button)));
  pane.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  wideScreen.addEventListener("change", () => setOpen(wideScreen.matches));
  form.addEventListener("input", refreshSoon);
  new ResizeObserver(fit).observe(place);
  setOpen(wideScreen.matches);
}

function setOpen(isOpen) {
  pane.hidden = !isOpen;
  layout.classList.toggle("has-preview", isOpen && wideScreen.matches);
  openButton.setAttribute("aria-expanded", String(isOpen));
  refresh();
}

function toggle(event) {
  event.preventDefault();
  setOpen(pane.hidden);
  if (!pane.hidden && !wideScreen.matches) closeButton.focus();
}

function close() {
  setOpen(false);
  openButton.focus();
}

function refreshSoon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, 500);
}

async function refresh() {
  if (pane.hidden) return;
  requests += 1;
  const request = requests, data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  try {
    const response = await fetch(openButton.formAction, { method: "POST", body: data });
    // An answer that a later one has overtaken is not shown.
    if (response.ok && request === requests) render(await response.text());
  } catch {
    // No connection: the last preview stays.
  }
}

function render(html) {
  const shown = frame.contentDocument?.querySelector("main");
  const page = new DOMParser().parseFromString(html, "text/html"), main = page.querySelector("main");
  if (!main) return;
  // The heading of the pane says the same.
  page.querySelector(".preview-bar").remove();
  // A page that is there is kept, so that it does not scroll back to its start.
  if (shown) shown.replaceChildren(...main.childNodes);
  else frame.srcdoc = `<!doctype html>${page.documentElement.outerHTML}`;
}

function setMode(button) {
  modeButtons.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
  layout.classList.toggle("has-wide-preview", button.dataset.previewMode !== "phone");
  setPrinted(button.dataset.previewMode === "paper");
  fit();
}

/** Lays the page out for a whole computer's screen where that is asked for, else for the width that is there. */
function fit() {
  const isComputer = layout.classList.contains("has-preview") && modeButtons.some((button) => button.dataset.previewMode === "computer" && button.getAttribute("aria-pressed") === "true");
  const scale = isComputer ? Math.min(1, place.clientWidth / COMPUTER) : 1;
  frame.style.width = isComputer ? `${COMPUTER}px` : "";
  frame.style.height = isComputer ? `${place.clientHeight / scale}px` : "";
  frame.style.transform = isComputer ? `scale(${scale})` : "";
}

/** Shows the page as it is printed: its rules for print apply to the screen, those for dark and wide screens do not. */
function setPrinted(isPrinted) {
  const page = frame.contentDocument;
  if (!page) return;
  const rules = [...page.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule.media);
  for (const rule of rules) {
    if (!originalMedia.has(rule)) originalMedia.set(rule, rule.media.mediaText);
    rule.media.mediaText = isPrinted ? printedMedia(originalMedia.get(rule)) : originalMedia.get(rule);
  }
  page.documentElement.style.padding = isPrinted ? "2rem" : "";
}

function printedMedia(media) {
  if (media === "print") return "all";
  return /dark|min-width/.test(media) ? "not all" : media;
}
