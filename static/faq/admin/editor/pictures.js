// Pictures that are chosen, pasted or dropped: a step shows its own beside its words, other texts show theirs within them.

import { openDialog } from "./dialogs.js";
import { announce, form, notifyInput } from "./form.js";
import { focusBox, surfaceOf } from "./rich/boxes.js";
import { boxOf } from "./rich/editor.js";
import { uploadPicture } from "./upload.js";

/**
 * Shows the picture of a step.
 * @param {HTMLElement} row
 * @param {string} url its address; empty: the step has none
 */
export function showPicture(row, url) {
  const picture = document.createElement("img");
  picture.alt = "";
  picture.src = url;
  row.querySelector("[data-picture-place]").replaceChildren(...(url ? [picture] : []));
  row.querySelector(".step-picture").toggleAttribute("data-empty", !url);
}

/** Takes pictures that are chosen, pasted or dropped, and removes them. */
export function initPictures() {
  // Before a text editor hears of it: that would look for words, and take the focus back from the picture's description.
  form.addEventListener("paste", (event) => {
    // Word processors send the text together with a picture of it.
    if (!event.clipboardData.getData("text/plain")) takePicture(event, event.clipboardData);
  }, { capture: true });
  form.addEventListener("change", (event) => {
    const row = event.target.closest("[data-step]");
    if (row && event.target.matches("[type=file]") && event.target.files[0]) setPicture(row, event.target.files[0]);
  });
  form.addEventListener("click", (event) => {
    if (event.target.matches("[data-remove-picture]")) removePicture(event.target.closest("[data-step]"));
  });
  initDropping();
}

function initDropping() {
  form.addEventListener("dragover", (event) => {
    if (hasFiles(event)) markTarget(event.target.closest("[data-step], .markdown-box, .rich-text"));
  });
  form.addEventListener("drop", (event) => {
    markTarget(null);
    takePicture(event, event.dataTransfer);
  });
  // Without this the browser opens the picture in place of the page, and the text is gone.
  for (const kind of ["dragover", "drop"]) {
    window.addEventListener(kind, (event) => {
      if (hasFiles(event)) event.preventDefault();
    });
  }
}

function hasFiles(event) {
  return [...event.dataTransfer.types].includes("Files");
}

function markTarget(target) {
  form.querySelectorAll(".is-drop-target").forEach((other) => other.classList.remove("is-drop-target"));
  target?.classList.add("is-drop-target");
}

function takePicture(event, data) {
  const file = [...(data?.files || [])].find((each) => each.type.startsWith("image/"));
  const row = event.target.closest("[data-step]:not(.step-row-include)"), box = boxOf(event.target);
  if (!file || !(row || box)) return;
  event.preventDefault();
  if (row) setPicture(row, file);
  else openDialog(surfaceOf(box), "picture", { file });
}

async function setPicture(row, file) {
  const name = row.querySelector("[data-picture-name]"), hadPicture = Boolean(name.value);
  showProblem(row, "");
  row.classList.add("is-uploading");
  try {
    const stored = await uploadPicture(file);
    name.value = stored.name;
    showPicture(row, stored.url);
    row.querySelector("[name$=-no_picture]")?.removeAttribute("checked");
    row.querySelector("[name$=-picture_alt]").focus();
    announce(hadPicture ? "The picture was replaced. Please check its description." : "Picture added. Please describe what it shows.");
    notifyInput();
  } catch (error) {
    showProblem(row, error.message);
  }
  row.querySelector("[type=file]").value = "";
  row.classList.remove("is-uploading");
}

function removePicture(row) {
  row.querySelector("[data-picture-name]").value = "";
  row.querySelector("[name$=-picture_alt]").value = "";
  showPicture(row, "");
  focusBox(row.querySelector(".markdown-box"));
  announce("Picture removed.");
  notifyInput();
}

function showProblem(row, sentence) {
  const place = row.querySelector("[data-picture-problem]") || addProblemPlace(row);
  place.textContent = sentence;
  place.hidden = !sentence;
}

function addProblemPlace(row) {
  const place = document.createElement("p");
  place.className = "wrong";
  place.dataset.pictureProblem = "";
  place.setAttribute("role", "alert");
  row.querySelector(".step-picture").before(place);
  return place;
}
