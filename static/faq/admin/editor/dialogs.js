// The dialogs that the toolbar opens to insert a link, a picture or a fact.

import { uploadPicture } from "./pictures.js";
import { insertText } from "./textareas.js";

const dialogs = { link: byId("link-dialog"), picture: byId("picture-dialog"), fact: byId("fact-dialog") };
let pictureMarkdown = "";

/**
 * Opens a dialog; what it is closed with replaces what is selected in the box.
 * @param {HTMLTextAreaElement} box
 * @param {"link" | "picture" | "fact"} kind
 */
export function openDialog(box, kind) {
  const dialog = dialogs[kind], from = box.selectionStart, to = box.selectionEnd;
  clearFields(kind, box.value.slice(from, to));
  dialog.returnValue = "";
  dialog.onclose = () => {
    box.setSelectionRange(from, to);
    box.focus();
    const markdown = dialog.returnValue && toMarkdown(kind, dialog.returnValue);
    if (markdown) insertText(box, markdown, from, to);
  };
  dialog.showModal();
}

/** Lets the picture's dialog send its picture before it closes. */
export function initDialogs() {
  dialogs.picture.querySelector("form").addEventListener("submit", (event) => {
    if (event.submitter?.value !== "ok") return;
    event.preventDefault();
    insertPicture();
  });
}

function clearFields(kind, selected) {
  if (kind === "link") {
    byId("link-text").value = selected;
    byId("link-address").value = "";
  }
  if (kind === "picture") {
    byId("picture-choice").value = "";
    byId("picture-description").value = selected;
    byId("picture-problem").hidden = true;
  }
}

function toMarkdown(kind, returnValue) {
  if (kind === "fact") return `{{${returnValue}}}`;
  return kind === "link" ? linkMarkdown() : pictureMarkdown;
}

function linkMarkdown() {
  const address = byId("link-address").value.trim();
  if (!address) return "";
  const text = byId("link-text").value.trim() || address;
  return `[${escapeBrackets(text)}](${toUrl(address).replace(/ /g, "%20").replace(/\)/g, "%29")})`;
}

function toUrl(address) {
  if (/^(https?:|mailto:|tel:|\/)/i.test(address)) return address;
  return address.includes("@") ? `mailto:${address}` : `https://${address}`;
}

async function insertPicture() {
  const file = byId("picture-choice").files[0], description = byId("picture-description").value.trim();
  if (!file) return showProblem("Please choose a picture.");
  if (!description) return showProblem("This picture needs a description for people who cannot see it.");
  try {
    const stored = await uploadPicture(file);
    pictureMarkdown = `![${escapeBrackets(description).replace(/\s+/g, " ")}](${stored.url})`;
    dialogs.picture.close("ok");
  } catch (error) {
    showProblem(error.message);
  }
}

function showProblem(sentence) {
  byId("picture-problem").textContent = sentence;
  byId("picture-problem").hidden = false;
}

function escapeBrackets(text) {
  return text.replace(/[[\]]/g, "\\$&");
}

function byId(id) {
  return document.getElementById(id);
}
