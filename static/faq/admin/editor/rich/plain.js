// What the toolbar and the dialogs do with a plain box, for whoever likes Markdown and for texts that need it.

import { insertText } from "../textareas.js";

// What begins an item of any list
const LIST_SIGN = /^(?:- (?:\[[ xX]\] )?|\d+\. )/;

export class PlainSurface {
  constructor(box) {
    this.box = box;
    this.link = null;
    this.picture = null;
    this.keep();
  }

  /** Remembers what is selected: a dialog takes the focus away. */
  keep() {
    [this.from, this.to] = [this.box.selectionStart, this.box.selectionEnd];
  }

  focus() {
    this.box.focus();
    this.box.setSelectionRange(this.from, this.to);
  }

  get selectedText() {
    return this.box.value.slice(this.from, this.to);
  }

  isOn() {
    return false;
  }

  toggle(tool) {
    if (tool === "bold") this.toggleSigns("**", "important words");
    if (tool === "italic") this.toggleSigns("*", "words");
    if (tool === "list") this.toggleLines(() => "- ", /^- (?!\[[ xX]\] )/, LIST_SIGN);
    if (tool === "checks") this.toggleLines(() => "- [ ] ", /^- \[[ xX]\] /, LIST_SIGN);
    if (tool === "numbers") this.toggleLines((index) => `${index + 1}. `, /^\d+\. /, LIST_SIGN);
    if (tool === "heading") this.toggleLines(() => "## ", /^## /, /^## /);
    if (tool === "note") this.insert(`\n\n!!! note\n    ${this.selectedText || "words"}\n`);
  }

  insertLink({ text, href }) {
    this.insert(`[${escapeBrackets(text)}](${href.replace(/ /g, "%20").replace(/\)/g, "%29")})`);
  }

  insertPicture({ src, alt }) {
    this.insert(`![${escapeBrackets(alt).replace(/\s+/g, " ")}](${src})`);
  }

  insertFact(name) {
    this.insert(`{{${name}}}`);
  }

  insert(markdown) {
    insertText(this.box, markdown, this.from, this.to);
    this.keep();
  }

  toggleSigns(sign, instead) {
    const { from, selectedText } = this, length = sign.length;
    const isMarked = selectedText.startsWith(sign) && selectedText.endsWith(sign) && selectedText.length > 2 * length;
    if (isMarked) return this.insert(selectedText.slice(length, -length));
    const text = selectedText || instead;
    this.insert(`${sign}${text}${sign}`);
    this.box.setSelectionRange(from + length, from + length + text.length);
    return this.keep();
  }

  /** Puts a sign before each line, in place of `others`; takes it away where all lines have it. */
  toggleLines(prefix, pattern, others) {
    const { value } = this.box, from = value.lastIndexOf("\n", this.from - 1) + 1, end = value.indexOf("\n", this.to);
    const to = end < 0 ? value.length : end, lines = value.slice(from, to).split("\n");
    const areMarked = lines.every((line) => pattern.test(line));
    const changed = lines.map((line, index) => (areMarked ? line.replace(pattern, "") : prefix(index) + line.replace(others, "")));
    insertText(this.box, changed.join("\n"), from, to);
    this.keep();
  }
}

function escapeBrackets(text) {
  return text.replace(/[[\]]/g, "\\$&");
}
