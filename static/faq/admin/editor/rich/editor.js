// The text editor in the place of a Markdown box. The box stays the field of the form; the editor writes into it.

import { EditorState, EditorView, Node, Slice, dropCursor, gapCursor, history } from "../vendor/prosemirror.js";
import { form, notifyInput } from "../form.js";
import { openDialog } from "../dialogs.js";
import { areReadAlike } from "./compare.js";
import { keyPlugins } from "./keys.js";
import { Source, freshMarkdown } from "./markdown.js";
import { pasteProps } from "./paste.js";
import { schema } from "./schema.js";
import { RichSurface } from "./surface.js";
import { nodeViews } from "./views.js";

// Milliseconds of rest before the box gets what was typed
const REST = 300;
const KEYS_AT_CURSOR = ["Enter", "Backspace"];
const BLANK = { document: { type: "doc", content: [{ type: "paragraph" }] }, blocks: [] };
const editors = new Map();

/**
 * Returns the editor that stands in place of a box, if one does.
 * @param {HTMLTextAreaElement} box
 */
export function editorOf(box) {
  return editors.get(box);
}

/** Returns the box in whose place an element of an editor stands, or the box itself. */
export function boxOf(element) {
  const place = element.closest?.(".rich-text, .markdown-box");
  return place?.matches(".markdown-box") ? place : [...editors.keys()].find((box) => editors.get(box).place === place);
}

/** Returns all open editors; those whose box has left the form are closed. */
export function openedEditors() {
  for (const [box, editor] of editors) if (!box.isConnected) editor.destroy();
  return [...editors.values()];
}

export class TextEditor {
  /**
   * @param {HTMLTextAreaElement} box
   * @param {{document: object, blocks: [number, number][]}} [read] how the server reads what stands in the box; blank, unless given
   */
  constructor(box, read = BLANK) {
    this.box = box;
    this.isStale = false;
    this.wasFocused = false;
    this.timer = 0;
    this.listeners = [];
    this.place = document.createElement("div");
    this.place.className = "rich-text";
    this.place.dataset.rows = box.rows;
    box.before(this.place);
    this.surface = new RichSurface(this);
    this.view = new EditorView(this.place, {
      state: this.stateOf(read),
      attributes: this.attributes(),
      nodeViews: nodeViews((view, at) => this.openPicture(at)),
      dispatchTransaction: (tr) => this.dispatch(tr),
      handleDOMEvents: {
        focus: () => { this.wasFocused = true; },
        blur: () => { this.write(); },
        keydown: (view, event) => { this.keyPressed(event); },
      },
      ...pasteProps(this),
    });
    box.hidden = true;
    editors.set(box, this);
  }

  stateOf(read) {
    const doc = Node.fromJSON(schema, read.document);
    this.source = new Source(doc, this.box.value, read.blocks);
    const openLink = () => openDialog(this.surface, "link");
    const options = { isStep: Boolean(this.box.closest("[data-step]")) && !this.box.closest("[data-own-words]"), openLink, tell: (key) => this.tell("editor-key", key) };
    const plugins = [...keyPlugins(options), history(), gapCursor(), dropCursor({ class: "drop-cursor" })];
    return EditorState.create({ doc, plugins });
  }

  /** What the box says of itself to a screen reader, the editor says as well. */
  attributes() {
    const { box } = this, label = box.labels[0];
    const said = { role: "textbox", "aria-multiline": "true", class: "prose", spellcheck: "true" };
    if (label) said["aria-labelledby"] = label.id ||= `${box.id}_label`;
    for (const name of ["aria-describedby", "aria-invalid"]) if (box.hasAttribute(name)) said[name] = box.getAttribute(name);
    return said;
  }

  /** Tells the form of something; returns whether it took care of it. */
  tell(kind, detail) {
    return !this.place.dispatchEvent(new CustomEvent(kind, { bubbles: true, cancelable: true, detail }));
  }

  dispatch(tr) {
    const wasEmpty = !this.view.state.doc.textContent.trim();
    this.view.updateState(this.view.state.apply(tr));
    for (const listener of this.listeners) listener();
    if (!tr.docChanged) return;
    this.isStale = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), REST);
    notifyInput();
    if (wasEmpty && tr.getMeta("uiEvent") === "paste") this.tell("editor-paste");
  }

  /** Writes into the box what was typed since it was written last; returns whether that changed it. */
  write() {
    clearTimeout(this.timer);
    if (!this.isStale) return false;
    this.isStale = false;
    const text = this.source.markdownOf(this.view.state.doc);
    if (text === this.box.value) return false;
    this.box.value = text;
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }

  /** Shows what stands in the box now. */
  reload(read = BLANK) {
    this.isStale = false;
    this.view.updateState(this.stateOf(read));
    this.setEditable(true);
    for (const listener of this.listeners) listener();
  }

  /** Keeps the text from being changed while the server is asked what stands in the box. */
  setEditable(isEditable) {
    this.view.setProps({ editable: () => isEditable });
  }

  /** Calls a function after each change of the text or of what is selected. */
  listen(listener) {
    this.listeners.push(listener);
  }

  get isTouched() {
    return this.view.state.doc !== this.source.doc;
  }

  /** The Markdown of the text with each block written anew; the same as the source where the source is as clean as that. */
  get freshText() {
    return freshMarkdown(this.view.state.doc);
  }

  /** Says whether the server reads this text as it stands on the screen. */
  isReadAs(read) {
    return areReadAlike(this.view.state.doc, Node.fromJSON(schema, read.document));
  }

  /** Puts what the server reads in a text in place of what is selected. */
  insertRead(read) {
    const { content } = Node.fromJSON(schema, read.document);
    // A single paragraph joins the words around it
    const open = content.childCount === 1 && content.firstChild.isTextblock ? 1 : 0;
    const ends = [content.firstChild, content.lastChild].map((node) => (open || node.type.name === "paragraph" ? 1 : 0));
    this.view.dispatch(this.view.state.tr.replaceSelection(new Slice(content, ...ends)).setMeta("uiEvent", "paste").scrollIntoView());
  }

  keyPressed(event) {
    // For 200 ms after it got the focus, the view takes a cursor that goes to the start for a slip of the browser and puts it
    // back. What follows a key is none: Home right after an undo that led here goes to the start.
    this.view.input.lastFocus = 0;
    if (event.ctrlKey || event.metaKey || KEYS_AT_CURSOR.includes(event.key)) this.readSelection();
  }

  /** A key or a button may come before the browser has told of where the cursor went, or of what was selected. */
  readSelection() {
    document.dispatchEvent(new Event("selectionchange"));
  }

  openPicture(at) {
    this.surface.selectNode(at);
    openDialog(this.surface, "picture");
  }

  focus() {
    this.view.focus();
  }

  /** Gives the place back to the box. */
  destroy() {
    this.write();
    this.view.destroy();
    this.place.remove();
    this.box.hidden = false;
    editors.delete(this.box);
  }
}

// Whatever reads the form gets what was typed a moment ago as well.
form.addEventListener("formdata", (event) => {
  for (const editor of openedEditors()) {
    if (editor.write()) event.formData.set(editor.box.name, editor.box.value);
  }
});
