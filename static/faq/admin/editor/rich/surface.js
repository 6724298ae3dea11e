// What the toolbar and the dialogs do with a text editor. `PlainSurface` does the same with a plain box.

import { NodeSelection, TextSelection, lift, liftListItem, setBlockType, toggleMark, wrapIn, wrapInList } from "../vendor/prosemirror.js";
import { schema } from "./schema.js";

const { nodes, marks } = schema;
// What a list of each kind is, and whether its items are to be ticked off
const LISTS = { list: [nodes.bullet_list, false], checks: [nodes.bullet_list, true], numbers: [nodes.ordered_list, false] };

export class RichSurface {
  constructor(editor) {
    this.editor = editor;
  }

  get box() {
    return this.editor.box;
  }

  get view() {
    return this.editor.view;
  }

  get state() {
    return this.view.state;
  }

  focus() {
    this.editor.focus();
  }

  /** Does what a button of the toolbar says, or undoes it. */
  toggle(tool) {
    this.editor.readSelection();
    if (tool === "bold") this.run(toggleMark(marks.strong));
    if (tool === "italic") this.run(toggleMark(marks.em));
    if (tool in LISTS) this.toggleList(tool);
    if (tool === "heading") this.run(this.isOn("heading") ? setBlockType(nodes.paragraph) : setBlockType(nodes.heading, { level: this.headingLevel() }));
    if (tool === "note") this.run(this.isOn("note") ? lift : wrapIn(nodes.callout));
    this.focus();
  }

  /** Says whether what a button does is done where the cursor stands. */
  isOn(tool) {
    if (!this.editor.wasFocused) return false;
    if (tool === "bold") return this.hasMark(marks.strong);
    if (tool === "italic") return this.hasMark(marks.em);
    if (tool === "link") return Boolean(this.linkAround());
    if (tool in LISTS) return isListOf(this.listAround(), tool);
    if (tool === "heading") return this.state.selection.$from.parent.type === nodes.heading;
    return tool === "note" && Boolean(this.around((node) => node.type === nodes.callout));
  }

  get selectedText() {
    const { from, to } = this.state.selection;
    return this.state.doc.textBetween(from, to, " ");
  }

  /** The link where the cursor stands: its words and its address. */
  get link() {
    const found = this.linkAround();
    return found && { text: this.state.doc.textBetween(found.from, found.to), href: found.mark.attrs.href };
  }

  insertLink({ text, href }) {
    const found = this.linkAround(), { from, to, empty } = this.state.selection, mark = marks.link.create({ href });
    const at = found || { from, to }, tr = this.state.tr;
    const words = this.state.doc.textBetween(at.from, at.to, " ");
    // Words that stay keep their marks
    if (words !== text || (empty && !found)) tr.insertText(text, at.from, at.to);
    const end = tr.mapping.map(at.to);
    tr.removeMark(at.from, end, marks.link).addMark(at.from, end, mark);
    this.dispatch(tr.setSelection(TextSelection.create(tr.doc, end)).removeStoredMark(marks.link));
  }

  removeLink() {
    const found = this.linkAround();
    if (found) this.dispatch(this.state.tr.removeMark(found.from, found.to, marks.link));
  }

  /** The picture that is selected: its address and its description. */
  get picture() {
    const { node } = this.state.selection;
    return node?.type === nodes.image ? node.attrs : null;
  }

  insertPicture({ src, alt }) {
    this.dispatch(this.state.tr.replaceSelectionWith(nodes.image.create({ ...this.picture, src, alt }), false));
  }

  insertFact(name) {
    const chip = nodes.fact.create({ name });
    this.dispatch(this.state.tr.replaceSelectionWith(chip, true));
  }

  selectNode(at) {
    this.view.dispatch(this.state.tr.setSelection(NodeSelection.create(this.state.doc, at)));
  }

  dispatch(tr) {
    this.view.dispatch(tr.scrollIntoView());
    this.focus();
  }

  run(command) {
    return command(this.state, (tr) => this.view.dispatch(tr.scrollIntoView()), this.view);
  }

  toggleList(tool) {
    const list = this.listAround(), [type, check] = LISTS[tool];
    if (!list) return this.run(wrapInList(type, { check }));
    if (isListOf(list, tool)) return this.run(liftListItem(nodes.list_item));
    const at = this.around((node) => node === list).before;
    this.view.dispatch(this.state.tr.setNodeMarkup(at, type, { tight: list.attrs.tight, check }));
    return true;
  }

  listAround() {
    return this.around((node) => node.type === nodes.bullet_list || node.type === nodes.ordered_list)?.node;
  }

  around(test) {
    const { $from } = this.state.selection;
    for (let depth = $from.depth; depth > 0; depth -= 1) {
      if (test($from.node(depth))) return { node: $from.node(depth), before: $from.before(depth) };
    }
    return null;
  }

  hasMark(type) {
    const { from, to, empty, $from } = this.state.selection;
    if (empty) return Boolean(type.isInSet(this.state.storedMarks || $from.marks()));
    return this.state.doc.rangeHasMark(from, to, type);
  }

  /** Headings of one text stay on one level, unless somebody chose others. */
  headingLevel() {
    let level = 2;
    this.state.doc.forEach((node) => { if (node.type === nodes.heading) level = node.attrs.level; });
    return level;
  }

  linkAround() {
    const { $from, from, to } = this.state.selection;
    const parent = $from.parent, start = $from.start();
    let found = null, run = null;
    parent.forEach((node, offset) => {
      const mark = marks.link.isInSet(node.marks), begin = start + offset, end = begin + node.nodeSize;
      run = mark && run && mark.eq(run.mark) ? { ...run, to: end } : mark && { mark, from: begin, to: end };
      if (run && run.from <= from && run.to >= to) found = run;
    });
    return found;
  }
}

function isListOf(list, tool) {
  const [type, check] = LISTS[tool];
  return list?.type === type && Boolean(list.attrs.check) === check;
}
