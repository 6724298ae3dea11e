// Enter ends a step and begins the next one, Backspace goes back; the undo key takes either of them back.

import { Fragment, Selection, TextSelection, closeHistory } from "../vendor/prosemirror.js";
import { announce } from "../form.js";
import { editorOf } from "../rich/editor.js";
import { schema } from "../rich/schema.js";
import { field, isInclude, list, placeOf, remainingRows, renumber } from "./rows.js";
import { focusRow } from "./tools.js";

const { nodes } = schema;
// What the undo key takes back in an editor, as long as its text is still this one
const undoable = new WeakMap();

/**
 * Lets the keys of the text editors add and remove steps.
 * @param {(after: HTMLElement) => HTMLElement} add adds a blank step behind a row and puts the cursor there
 */
export function initKeys(add) {
  const commands = { Enter: (row) => endStep(row, add), Backspace: (row) => goBack(row, add), undo: takeBack };
  list.addEventListener("editor-key", (event) => {
    // Own words for a shared step are one text: its keys are those of any text
    if (event.target.closest("[data-own-words]")) return;
    if (commands[event.detail](event.target.closest("[data-step]"))) event.preventDefault();
  });
}

/**
 * Writes blocks into a step in place of all that it holds; the undo key leaves that alone.
 * @param {HTMLElement} row
 * @param {Fragment} blocks
 */
export function writeStep(row, blocks) {
  const { view } = editorOf(field(row, "text"));
  const tr = view.state.tr.replaceWith(0, view.state.doc.content.size, blocks).setMeta("addToHistory", false);
  view.dispatch(tr.setSelection(Selection.atStart(tr.doc)));
}

/** In a step of one paragraph, what stands behind the cursor goes along; in a longer one only its end is the end. */
function endStep(row, add) {
  const { view } = editorOf(field(row, "text")), { doc, selection } = view.state, { $from, $to, from, to } = selection;
  const isAtEnd = $to.depth === 1 && to === doc.content.size - 1;
  if ($from.depth !== 1 || $to.depth !== 1 || $from.parent.type !== nodes.paragraph || !(doc.childCount === 1 || isAtEnd)) return false;
  if (doc.childCount === 1 && !doc.textContent.trim() && !doc.firstChild.childCount) {
    announce("This step has no words yet.");
    return true;
  }
  const rest = $to.parent.copy($to.parent.content.cut($to.parentOffset));
  cutOff(view, from, $from);
  const next = add(row), box = field(next, "text");
  if (!editorOf(box)) return true;
  writeStep(next, Fragment.from(rest));
  remember(editorOf(box), () => joinToBefore(next));
  remember(editorOf(field(row, "text")), () => joinToBefore(next));
  return true;
}

/** A blank line at the end, left by the Enter key within a list, is no part of the step. */
function cutOff(view, from, $from) {
  const { doc } = view.state, isBlankLine = doc.childCount > 1 && !$from.parentOffset;
  const tr = view.state.tr.delete(isBlankLine ? $from.before() : from, isBlankLine ? doc.content.size : doc.content.size - 1);
  view.dispatch(tr.setMeta("addToHistory", false));
}

/** At its start a step joins the one before it; an empty one is gone. */
function goBack(row, add) {
  const { view } = editorOf(field(row, "text")), { selection, doc } = view.state;
  if (!selection.empty || selection.from !== 1 || doc.firstChild.type !== nodes.paragraph) return false;
  const before = rowBefore(row), place = placeOf(row), wasEmpty = isEmptyText(doc);
  if (!before || hasPicture(row)) return false;
  if (isInclude(before) || !editorOf(field(before, "text"))) {
    if (!wasEmpty) return false;
    removeEmpty(row, before);
  } else {
    joinToBefore(row);
    if (!wasEmpty) remember(editorOf(field(before, "text")), () => endStep(before, add));
  }
  announce(`${place} removed.`);
  return true;
}

function removeEmpty(row, before) {
  row.remove();
  renumber();
  focusRow(before);
}

/** Puts the words of a step at the end of the one before it, with the cursor between them. */
function joinToBefore(row) {
  const before = rowBefore(row), text = editorOf(field(row, "text")), editor = before && editorOf(field(before, "text"));
  if (!text || !editor || hasPicture(row)) return false;
  const { doc, tr } = editor.view.state, added = text.view.state.doc, last = doc.lastChild;
  const joins = last.type === nodes.paragraph && added.firstChild.type === nodes.paragraph;
  const end = joins ? doc.content.size - 1 : doc.content.size;
  if (joins) tr.insert(end, added.firstChild.content).insert(tr.doc.content.size, added.content.cut(added.firstChild.nodeSize));
  else if (!isEmptyText(added)) tr.insert(end, added.content);
  tr.setSelection(joins ? TextSelection.create(tr.doc, end) : Selection.near(tr.doc.resolve(end), -1));
  editor.view.dispatch(closeHistory(tr.setMeta("addToHistory", false)).scrollIntoView());
  row.remove();
  renumber();
  editor.focus();
  return true;
}

function rowBefore(row) {
  const rows = remainingRows();
  return rows[rows.indexOf(row) - 1];
}

function hasPicture(row) {
  return Boolean(field(row, "picture").value || field(row, "picture_alt").value.trim());
}

function isEmptyText(doc) {
  return doc.childCount === 1 && doc.firstChild.type === nodes.paragraph && !doc.firstChild.childCount;
}

function remember(editor, action) {
  undoable.set(editor, { doc: editor.view.state.doc, action });
}

/** Takes back a step that was just begun or joined, unless its text was changed since. */
function takeBack(row) {
  const editor = editorOf(field(row, "text")), last = undoable.get(editor);
  if (!last?.doc.eq(editor.view.state.doc)) return false;
  undoable.delete(editor);
  return last.action();
}
