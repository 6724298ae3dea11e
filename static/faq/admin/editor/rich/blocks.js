// Writes the blocks of a text as Markdown: paragraphs, headings, lists, quotations, notes, tables.

import { entity, escapeLineStart, keepEdgeSpaces } from "./escape.js";
import { inlineMarkdown } from "./inline.js";

// What the server takes for a number with a sign, not for an item or a quotation
const COMPARED = /^=?\s*[-+−±~]?\s*[$£€¥]?\s*[.,]?\d/;
const NUMBERED = /^\d+[.)]\s/;
const BOX = /^\[[ xX]\](?=\s|$)/;
const NUMBER_FIRST = /^[$£€¥]?[.,]?\d/;
const WRITERS = {
  paragraph: (node, context) => wordLines(node, context),
  heading: headingLines,
  bullet_list: listLines,
  ordered_list: listLines,
  blockquote: quoteLines,
  callout: calloutLines,
  code_block: codeLines,
  horizontal_rule: () => ["---"],
  table: tableLines,
  kept: (node) => node.attrs.source.split("\n"),
};

/**
 * Returns the lines of Markdown that make a block; none for one that Markdown cannot hold, as an empty paragraph.
 * @param {Node} node
 * @param {{hasReferences?: boolean, previous?: string}} context `previous`: the sign of the list right before, if it is one
 */
export function blockLines(node, context = {}) {
  return WRITERS[node.type.name](node, context);
}

/** Returns the sign of the list that begins with a line: "-", "*", "." or ")"; "" where it is none. */
export function listSign(line = "") {
  return line.match(/^(?:\d{1,9}([.)])|([-+*]))(?:\s|$)/)?.slice(1).find(Boolean) || "";
}

function childLines(parent, context, isTight) {
  const lines = [];
  let previous = "";
  parent.forEach((child) => {
    const own = blockLines(child, { ...context, previous });
    if (!own.length) return;
    if (lines.length && !isTight) lines.push("");
    lines.push(...own);
    previous = /_list$/.test(child.type.name) ? listSign(own[0]) : "";
  });
  return lines;
}

function wordLines(node, context) {
  const lines = inlineMarkdown(node, context).split("\n").map(keepEdgeSpaces);
  while (lines.length && !lines[0]) lines.shift();
  while (lines.length && !lines.at(-1)) lines.pop();
  // Two breaks in a row begin a new paragraph
  return lines.filter((line, index) => line || lines[index - 1]).map(escapeLineStart);
}

function headingLines(node, context) {
  const lines = wordLines(node, context);
  if (lines.length > 1 && node.attrs.level === 1) return [...lines, "==="];
  const words = lines.join(" ").replace(/(^|\s)(#+)$/, "$1\\$2");
  return [`${"#".repeat(node.attrs.level)} ${words}`.trim()];
}

function listLines(list, context) {
  const isTight = list.attrs.tight && everyChild(list, holdsOneParagraph);
  const marker = markerOf(list, context), lines = [], box = isChecklist(list) ? "[ ] " : "";
  let number = list.attrs.order ?? 1;
  list.forEach((item) => {
    const begin = typeof marker === "string" ? marker : `${number}${marker.sign}`, indent = " ".repeat(begin.length + 1);
    const own = childLines(item, { hasReferences: context.hasReferences }, isTight);
    if (list.childCount === 1 && typeof marker === "string" && NUMBER_FIRST.test(own[0] ?? "") && !box) own[0] = encodeFirst(own[0]);
    if (!box && BOX.test(own[0] ?? "")) own[0] = `\\${own[0]}`;
    if (lines.length && !isTight) lines.push("");
    lines.push(`${begin} ${box}${own[0] ?? ""}`.trimEnd(), ...own.slice(1).map((line) => (line ? indent + line : "")));
    number += 1;
  });
  return lines;
}

/** Whether each item can say that it is to be ticked off: it begins with words. */
function isChecklist(list) {
  return list.attrs.check && everyChild(list, (item) => item.firstChild.type.name === "paragraph");
}

/** The sign of a list; another one than that of the list right before it, which would go on else. */
function markerOf(list, context) {
  if (list.type.name === "ordered_list") return { sign: context.previous === "." ? ")" : "." };
  return context.previous === "-" ? "*" : "-";
}

function everyChild(node, test) {
  for (let index = 0; index < node.childCount; index += 1) if (!test(node.child(index))) return false;
  return true;
}

function holdsOneParagraph(item) {
  let others = 0;
  item.forEach((child, offset, index) => { if (index && child.type.name === "paragraph") others += 1; });
  return !others;
}

function quoteLines(node, context) {
  const lines = childLines(node, { hasReferences: context.hasReferences }, false);
  if (lines.length && lines.every((line) => COMPARED.test(line) && !NUMBERED.test(line))) lines[0] = encodeFirst(lines[0]);
  return lines.length ? lines.map((line) => `> ${line}`.trimEnd()) : [">"];
}

function encodeFirst(line) {
  const [first] = line;
  return entity(first) + line.slice(first.length);
}

function calloutLines(node, context) {
  const lines = childLines(node, { hasReferences: context.hasReferences }, false);
  return [`${node.attrs.markup.slice(0, 3)} ${node.attrs.head}`, ...lines.map((line) => (line ? `    ${line}` : ""))];
}

function codeLines(node) {
  const text = node.textContent, longest = Math.max(2, ...(text.match(/`+/g) || []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${node.attrs.params}`, ...(text ? text.split("\n") : []), fence];
}

function tableLines(table, context) {
  const rows = [];
  table.forEach((row) => {
    const cells = [];
    row.forEach((cell) => cells.push({ words: cellMarkdown(cell, context), isHead: cell.type.name === "table_header", align: cell.attrs.align }));
    rows.push(cells);
  });
  // Behind the head stand empty cells for what other rows have beyond it; the server makes them
  while (rows[0].length > 1 && !rows[0].at(-1).isHead && !rows[0].at(-1).words) rows[0].pop();
  const written = rows.map((cells) => `| ${cells.map((cell) => cell.words).join(" | ")} |`);
  return [written[0], `| ${rows[0].map((cell) => ruleOf(cell.align)).join(" | ")} |`, ...written.slice(1)];
}

function cellMarkdown(cell, context) {
  const words = inlineMarkdown(cell, { ...context, lineBreak: "<br>" });
  return keepEdgeSpaces(words.replaceAll("\n", " ")).replaceAll("|", "\\|");
}

function ruleOf(align) {
  return { left: ":--", center: ":-:", right: "--:" }[align] || "---";
}
