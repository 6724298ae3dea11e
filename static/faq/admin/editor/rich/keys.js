// What keys do while somebody writes, and which typed signs become lists, links and facts. The Tab key leaves the text.

import {
  InputRule, TextSelection, baseKeymap, chainCommands, exitCode, inputRules, keymap, liftListItem, redo, sinkListItem, splitBlock,
  splitListItem, toggleMark, undo, undoInputRule, wrappingInputRule,
} from "../vendor/prosemirror.js";
import { schema } from "./schema.js";
import { factOf } from "./views.js";

const { nodes, marks } = schema;
const TYPED_ADDRESS = /(?:^|[\s(])(https?:\/\/[^\s<>()[\]]*[\p{L}\p{N}/=&#-])[.,;:!?]?\s$/u;
const TYPED_FACT = /\{\{\s*([^{}<>]{1,200}?)\s*\}\}$/;

/**
 * Returns the plugins that listen to keys.
 * @param {{openLink: () => void, isStep: boolean, tell: (key: string) => boolean}} options what Ctrl+K does; in a step a number typed
 *   first starts no list; `tell` lets the form do something else for a key, and says whether it did
 */
export function keyPlugins({ openLink, isStep, tell }) {
  const own = keymap({
    "Mod-z": chainCommands(() => tell("undo"), undo), "Shift-Mod-z": redo, "Mod-y": redo,
    "Mod-b": toggleMark(marks.strong), "Mod-i": toggleMark(marks.em),
    "Mod-k": () => { openLink(); return true; },
    Backspace: chainCommands(undoInputRule, () => tell("Backspace")),
    Enter: chainCommands(enterInTable, splitListItem(nodes.list_item), liftEmptyItem, () => tell("Enter")),
    "Shift-Enter": chainCommands(exitCode, breakLine),
    "Mod-]": sinkListItem(nodes.list_item), "Mod-[": liftListItem(nodes.list_item),
  });
  return [inputRules({ rules: rules(isStep) }), own, keymap(baseKeymap)];
}

function rules(isStep) {
  const bullets = wrappingInputRule(/^\s*[-*•]\s$/, nodes.bullet_list);
  const numbers = wrappingInputRule(/^\s*1[.)]\s$/, nodes.ordered_list);
  return [bullets, new InputRule(/^\[[ xX]?\]\s$/, boxTyped), ...(isStep ? [] : [numbers]), new InputRule(TYPED_ADDRESS, linkTyped), new InputRule(TYPED_FACT, factTyped)];
}

/** "[ ]" at the start of an item makes its list one to tick off. */
function boxTyped(state, match, start, end) {
  const { $from } = state.selection, depth = $from.depth - 2, list = depth > 0 && $from.node(depth);
  if (!list || list.type !== nodes.bullet_list || list.attrs.check) return null;
  return state.tr.delete(start, end).setNodeMarkup($from.before(depth), null, { ...list.attrs, check: true });
}

/** An address becomes a link once a space follows, as it does for patients. */
function linkTyped(state, match, start, end) {
  const [, address] = match, from = start + match[0].indexOf(address), to = from + address.length;
  if (state.doc.rangeHasMark(from, Math.min(to, end), marks.link)) return null;
  return state.tr.insertText(match[0].slice(-1), end).addMark(from, to, marks.link.create({ href: address, bare: "linkify" })).removeStoredMark(marks.link);
}

function factTyped(state, match, start, end) {
  const name = match[1].toLowerCase().split(/\s+/).join(" ");
  return factOf(name) ? state.tr.replaceWith(start, end, nodes.fact.create({ name })) : null;
}

function liftEmptyItem(state, dispatch) {
  const { $from, empty } = state.selection;
  const isEmptyItem = empty && !$from.parent.content.size && $from.depth > 1 && $from.node(-1).type === nodes.list_item;
  return isEmptyItem && liftListItem(nodes.list_item)(state, dispatch);
}

/** Begins a new line; a second one in a row begins a paragraph, as Markdown has no other space between lines. */
function breakLine(state, dispatch, view) {
  const { $from } = state.selection;
  if (!$from.parent.inlineContent || $from.parent.type !== nodes.paragraph) return true;
  if ($from.nodeBefore?.type === nodes.hard_break && state.selection.empty) {
    const tr = state.tr.delete($from.pos - 1, $from.pos);
    return splitBlock(state.apply(tr), (split) => {
      split.steps.forEach((step) => tr.step(step));
      dispatch?.(tr.scrollIntoView());
    }, view);
  }
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create(), true).scrollIntoView());
  return true;
}

/** Goes to the cell below; behind the last row begins a new one. */
function enterInTable(state, dispatch) {
  const { $from } = state.selection;
  const depth = [...Array($from.depth + 1).keys()].find((level) => $from.node(level).type === nodes.table_row);
  if (!depth) return false;
  const table = $from.node(depth - 1), row = $from.node(depth), column = $from.index(depth), next = $from.index(depth - 1) + 1;
  const below = $from.after(depth), tr = state.tr;
  if (next === table.childCount) tr.insert(below, emptyRow(row));
  const added = tr.doc.nodeAt(below);
  let inside = below + 1;
  for (let index = 0; index < Math.min(column, added.childCount - 1); index += 1) inside += added.child(index).nodeSize;
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, inside + 1)).scrollIntoView());
  return true;
}

function emptyRow(row) {
  const cells = [];
  row.forEach((cell) => cells.push(nodes.table_cell.create({ align: cell.attrs.align })));
  return nodes.table_row.create(null, cells);
}
