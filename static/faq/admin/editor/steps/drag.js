// Steps are dragged by their grip, with a mouse, a pen or a finger.

import { list } from "./rows.js";

// Pixels from the edge of the window at which it scrolls
const EDGE = 60;
let dragged = null, next = null;

/**
 * Lets the grips move their rows.
 * @param {(row: HTMLElement) => void} moved called when a row was let go in another place
 */
export function initDragging(moved) {
  list.addEventListener("pointerdown", start);
  list.addEventListener("pointermove", drag);
  list.addEventListener("pointerup", () => end(moved));
  list.addEventListener("lostpointercapture", () => end(moved));
  list.addEventListener("pointercancel", takeBack);
  window.addEventListener("keydown", (event) => { if (dragged && event.key === "Escape") takeBack(); });
}

function start(event) {
  if (event.button || !event.target.matches("[data-drag-handle]")) return;
  event.preventDefault();
  dragged = event.target.closest("[data-step]");
  next = dragged.nextElementSibling;
  // The row itself leaves the page for a moment with each move, and would lose the pointer
  list.setPointerCapture(event.pointerId);
  dragged.classList.add("is-dragged");
}

function drag(event) {
  if (!dragged) return;
  scrollAtEdge(event.clientY);
  const rows = [...list.children].filter((row) => row !== dragged);
  const below = rows.find((row) => { const box = row.getBoundingClientRect(); return event.clientY < box.top + box.height / 2; });
  if ((below ?? null) !== dragged.nextElementSibling) list.insertBefore(dragged, below ?? null);
}

function scrollAtEdge(y) {
  if (y < EDGE) window.scrollBy({ top: -EDGE / 4, behavior: "instant" });
  if (y > window.innerHeight - EDGE) window.scrollBy({ top: EDGE / 4, behavior: "instant" });
}

function end(moved) {
  if (!dragged) return;
  const row = dragged, isElsewhere = row.nextElementSibling !== next;
  row.classList.remove("is-dragged");
  dragged = null;
  if (isElsewhere) moved(row);
}

function takeBack() {
  if (!dragged) return;
  list.insertBefore(dragged, next);
  dragged.classList.remove("is-dragged");
  dragged = null;
}
