// The dialogs that the toolbar opens to insert a link, a picture or a fact.

import { announce, form } from "./form.js";
import { uploadPicture } from "./upload.js";

const dialogs = { link: byId("link-dialog"), picture: byId("picture-dialog"), fact: byId("fact-dialog") };
const FILLS = { link: fillLink, picture: fillPicture, fact: () => {} };
// Milliseconds of quiet before the server is asked for articles
const QUIET = 200;
let stored = null, searches = 0, timer = 0;

/**
 * Opens a dialog; what it is closed with is done to the text.
 * @param {RichSurface | PlainSurface} surface the editor or the plain box
 * @param {"link" | "picture" | "fact"} kind
 * @param {{file?: File}} [options] a picture that was pasted or dropped
 */
export function openDialog(surface, kind, options = {}) {
  const dialog = dialogs[kind];
  FILLS[kind](surface, options);
  dialog.returnValue = "";
  dialog.onclose = () => {
    surface.focus();
    finish(surface, kind, dialog.returnValue);
  };
  dialog.showModal();
}

/** Lets the picture's dialog send its picture before it closes, and the link's find articles. */
export function initDialogs() {
  dialogs.picture.querySelector("form").addEventListener("submit", (event) => {
    if (event.submitter?.value !== "ok") return;
    event.preventDefault();
    storePicture();
  });
  byId("link-address").addEventListener("input", findArticlesSoon);
  byId("link-articles").addEventListener("click", (event) => {
    const choice = event.target.closest("button");
    if (!choice) return;
    byId("link-address").value = choice.value;
    byId("link-text").value ||= choice.textContent;
    byId("link-articles").replaceChildren();
    byId("link-text").focus();
  });
}

function finish(surface, kind, returnValue) {
  if (!returnValue) return;
  if (kind === "fact") surface.insertFact(returnValue);
  if (kind === "picture" && stored) surface.insertPicture(stored);
  if (kind !== "link") return;
  const address = byId("link-address").value.trim();
  if (returnValue === "remove") surface.removeLink();
  else if (address) surface.insertLink({ text: byId("link-text").value.trim() || address, href: toUrl(address) });
}

function fillLink(surface) {
  const { link } = surface;
  byId("link-heading").textContent = link ? "Change the link" : "Insert a link";
  byId("link-ok").textContent = link ? "Change" : "Insert";
  byId("link-remove").hidden = !link;
  byId("link-text").value = link?.text ?? surface.selectedText;
  byId("link-address").value = link?.href ?? "";
  byId("link-articles").replaceChildren();
}

function toUrl(typed) {
  const address = typed.replace(/ /g, "%20");
  if (/^(https?:|mailto:|tel:|\/|#|\{\{)/i.test(address)) return address;
  return address.includes("@") ? `mailto:${address}` : `https://${address}`;
}

function findArticlesSoon() {
  clearTimeout(timer);
  timer = setTimeout(findArticles, QUIET);
}

/** Offers the articles whose question has what is typed; an address is looked for nowhere. */
async function findArticles() {
  const typed = byId("link-address").value.trim();
  searches += 1;
  const search = searches;
  const found = typed.length > 1 && !/^(https?:|mailto:|tel:|www\.|[/#{])/i.test(typed) ? await suggestions(typed) : [];
  // An answer that a later one has overtaken is not shown
  if (search !== searches) return;
  byId("link-articles").replaceChildren(...found.map(articleChoice));
  if (found.length) announce(`${found.length} ${found.length === 1 ? "article" : "articles"} found. Choose one below.`);
}

async function suggestions(typed) {
  try {
    const response = await fetch(`${form.dataset.suggestionsUrl}?q=${encodeURIComponent(typed)}`);
    return response.ok ? (await response.json()).suggestions : [];
  } catch {
    return [];
  }
}

function articleChoice({ title, url }) {
  const item = document.createElement("li"), choice = document.createElement("button");
  choice.type = "button";
  choice.className = "fact-choice";
  choice.value = url;
  choice.textContent = title;
  item.append(choice);
  return item;
}

function fillPicture(surface, { file }) {
  const { picture } = surface, files = new DataTransfer();
  if (file) files.items.add(file);
  stored = picture && { ...picture };
  byId("picture-heading").textContent = picture ? "What the picture shows" : "Insert a picture";
  byId("picture-ok").textContent = picture ? "Change" : "Insert";
  byId("picture-choice").closest(".field").hidden = Boolean(picture);
  byId("picture-choice").files = files.files;
  byId("picture-description").value = picture?.alt ?? surface.selectedText;
  byId("picture-problem").hidden = true;
  if (file || picture) queueMicrotask(() => byId("picture-description").focus());
}

async function storePicture() {
  const file = byId("picture-choice").files[0], alt = byId("picture-description").value.trim();
  if (!file && !stored) return showProblem("Please choose a picture.");
  if (!alt) return showProblem("This picture needs a description for people who cannot see it.");
  try {
    stored = { src: stored?.src ?? (await uploadPicture(file)).url, alt };
    dialogs.picture.close("ok");
  } catch (error) {
    showProblem(error.message);
  }
}

function showProblem(sentence) {
  byId("picture-problem").textContent = sentence;
  byId("picture-problem").hidden = false;
}

function byId(id) {
  return document.getElementById(id);
}
