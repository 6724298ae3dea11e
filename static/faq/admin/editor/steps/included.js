// The steps of another article, shown in the place where they are included: the server is asked as its question is typed.

import { form } from "../form.js";
import { list, renumber } from "./rows.js";

const requests = new WeakMap();
let timer = 0;

/** Shows the steps of an article once its question is in the field; their links open beside the form. */
export function initIncluded() {
  list.addEventListener("input", (event) => {
    if (!event.target.matches("[name$=-include]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => showIncluded(event.target.closest("[data-step]")), 200);
  });
  list.addEventListener("click", (event) => {
    const link = event.target.closest(".included-steps a[href]");
    if (!link) return;
    event.preventDefault();
    window.open(link.href, "_blank", "noopener");
  });
}

/**
 * Shows in a row the steps of the article that its field names, none where it names none.
 * @param {HTMLElement} row
 */
export async function showIncluded(row) {
  const asked = row.querySelector("[name$=-include]").value, request = (requests.get(row) ?? 0) + 1;
  requests.set(row, request);
  try {
    const response = asked.trim() ? await fetch(`${form.dataset.includedUrl}?${new URLSearchParams({ article: asked })}`) : null;
    const html = response?.ok ? await response.text() : "";
    // An answer that a later one has overtaken is not shown.
    if (requests.get(row) !== request || !row.isConnected) return;
    row.querySelector("[data-included]").innerHTML = html;
    renumber();
  } catch {
    // No connection: what was shown last stays.
  }
}
