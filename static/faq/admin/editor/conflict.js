// Where two people saved the same article: whoever writes on in a box means to keep what is in it.

import { form } from "./form.js";

/** Ticks "Edit mine below" for a box that is typed into, and leads to the box when that is ticked. */
export function initConflict() {
  form.addEventListener("input", (event) => {
    const choice = document.querySelector(`[data-keep="${event.target.id}"] [value=edit]`);
    if (event.target.id && choice) choice.checked = true;
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-keep] [value=edit]")) return;
    event.target.closest("[data-keep]").querySelector("a").click();
  });
}
