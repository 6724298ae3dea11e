// How facts and pictures look within a text: a fact as a chip with its value, a picture with the words that describe it.

import { isOwnPicture } from "./schema.js";

/** Makes the views of nodes that are more than one element. */
export function nodeViews(openPicture) {
  return {
    fact: (node) => new FactView(node),
    image: (node, view, getPos) => new PictureView(node, () => openPicture(view, getPos())),
  };
}

/**
 * Returns what staff call a fact and what it says.
 * @param {string} name
 * @returns {{label: string, value: string} | null} null where there is no such fact
 */
export function factOf(name) {
  const choice = [...document.querySelectorAll(".fact-choice")].find((button) => button.value === name);
  return choice ? { label: choice.dataset.label, value: choice.dataset.value } : null;
}

class FactView {
  constructor(node) {
    const fact = factOf(node.attrs.name);
    this.dom = element("span", "fact-chip");
    this.dom.classList.toggle("is-unknown", !fact);
    this.dom.dataset.fact = node.attrs.name;
    this.dom.contentEditable = "false";
    this.dom.title = fact ? `Fact: ${fact.label}. Its value is kept in one place.` : "";
    const words = fact ? fact.value || `${fact.label}: no value yet` : `There is no fact called “${node.attrs.name}”`;
    this.dom.append(element("span", "visually-hidden", fact ? `Fact: ${fact.label}, ` : "Fact: "), words);
  }
}

class PictureView {
  constructor(node, open) {
    const { src, alt } = node.attrs;
    this.dom = element("span", "rich-picture");
    this.dom.contentEditable = "false";
    if (!isOwnPicture(src)) return void this.dom.append(element("span", "quiet", `Picture of another site: ${alt || src}`));
    const picture = element("img");
    picture.src = src;
    picture.alt = alt;
    const button = element("button", "as-link", alt ? "Change what it says it shows" : "This picture needs a description for people who cannot see it.");
    button.type = "button";
    button.tabIndex = -1;
    button.addEventListener("click", open);
    this.dom.classList.toggle("needs-description", !alt);
    this.dom.append(picture, ...(alt ? [element("span", "rich-picture-words", alt)] : []), button);
  }

  stopEvent(event) {
    return event.target.localName === "button";
  }

  ignoreMutation() {
    return true;
  }
}

function element(tag, className = "", words = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = words;
  return made;
}
