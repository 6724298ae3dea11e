// The button that publishes is quiet, and says why, while patients read already what stands in the form.

import { announce, form } from "./form.js";

const button = form.querySelector("[name=_publish]");
// There only where what is saved is what patients read
const reason = document.getElementById("nothing-to-publish");

/**
 * Shows whether there is something to publish.
 * @param {boolean} isDirty whether the form holds what is not saved
 */
export function showPublishable(isDirty) {
  if (!button || !reason) return;
  reason.hidden = isDirty;
  if (isDirty) button.removeAttribute("aria-disabled");
  else button.setAttribute("aria-disabled", "true");
  button.setAttribute("aria-describedby", reason.id);
}

/**
 * Says why a button does nothing, where it is quiet.
 * @returns {boolean} whether it is
 */
export function isQuiet(pressed) {
  if (pressed !== button || button?.getAttribute("aria-disabled") !== "true") return false;
  announce(reason.textContent);
  return true;
}
