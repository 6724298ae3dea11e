// The article's form, which every part of the editor works on.

export const form = document.getElementById("article-form");

/**
 * Tells people who cannot see the page what just happened.
 * @param {string} sentence
 */
export function announce(sentence) {
  document.getElementById("announce").textContent = sentence;
}

/** Tells those who listen for input that a script changed the form: the browser tells them of people only. */
export function notifyInput() {
  form.dispatchEvent(new Event("input"));
}
