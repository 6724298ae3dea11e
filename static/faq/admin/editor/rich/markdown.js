// Joins the blocks of a text to Markdown; a block that nobody touched keeps the very lines that it was read from.

import { blockLines, listSign } from "./blocks.js";

/**
 * What a document was read from. Blocks of a document never change: a changed one is another object, so who finds a
 * block here finds it untouched. One that was changed back is found by what it holds.
 */
export class Source {
  /**
   * @param {Node} doc
   * @param {string} text
   * @param {[number, number][]} spans the lines of each block: the first, counted from 0, and the one behind the last
   */
  constructor(doc, text, spans) {
    this.doc = doc;
    this.text = text;
    this.blocks = new Map();
    const lines = text.split("\n");
    this.head = spans.length ? lines.slice(0, spans[0][0]) : [];
    doc.forEach((node, offset, index) => {
      if (!spans[index]) return;
      const [start, end] = spans[index];
      this.blocks.set(node, { index, lines: lines.slice(start, end), gap: lines.slice(end, spans[index + 1]?.[0]) });
    });
  }

  /** Returns the Markdown of a document that was made of this one by editing it. */
  markdownOf(doc) {
    if (doc === this.doc) return this.text;
    const sources = [...this.blocks.values()], written = writtenBlocks(doc, this.blocks);
    placeChanged(written, sources);
    const head = written[0]?.place === 0 ? this.head.map((line) => `${line}\n`).join("") : "";
    const tail = written.length && written.at(-1).place === sources.length - 1 ? sources.at(-1).gap.map((line) => `\n${line}`).join("") : "";
    return head + joined(written, sources) + tail;
  }
}

/** Returns the Markdown of a document, each block written anew. */
export function freshMarkdown(doc) {
  return joined(writtenBlocks(doc, new Map()), []);
}

function writtenBlocks(doc, known) {
  const written = [], hasReferences = namesAddresses(doc);
  doc.forEach((node) => {
    const before = written.at(-1), source = known.get(node) ?? equalBlock(node, known, doc), isList = node.type.name.endsWith("_list");
    const sign = isList && source ? listSign(source.lines[0].trimStart()) : "";
    // A list that came to stand behind one of its kind would go on with it
    const isKept = source && !(sign && before?.sign === sign && before.place !== source.index - 1);
    const lines = isKept ? source.lines : blockLines(node, { hasReferences, previous: before?.sign });
    if (!lines.length) return;
    written.push({ lines, place: isKept ? source.index : null, isKept, sign: isList ? listSign(lines[0].trimStart()) : "" });
  });
  return written;
}

/** The source of a block that holds the same and is not in the document itself. */
function equalBlock(node, known, doc) {
  const present = new Set();
  doc.forEach((child) => present.add(child));
  for (const [block, source] of known) if (!present.has(block) && block.eq(node)) return source;
  return null;
}

/** A changed block between those that stood beside it before is at their common place, with the lines around it. */
function placeChanged(written, sources) {
  written.forEach((entry, index) => {
    if (entry.place !== null) return;
    const before = index ? written[index - 1].place : -1, after = index + 1 < written.length ? written[index + 1].place : sources.length;
    if (before !== null && after !== null && after - before === 2) entry.place = before + 1;
  });
}

function joined(written, sources) {
  return written.map(({ lines, place, isKept }, index) => {
    const before = written[index - 1], own = lines.join("\n");
    if (!index) return own;
    const areNeighbours = before.place !== null && before.place + 1 === place, gap = areNeighbours ? sources[before.place].gap : [""];
    // What was changed may no longer begin a block without a blank line before it
    const isApart = gap.length > 0 || (isKept && before.isKept);
    return `\n${(isApart ? gap : [""]).map((line) => `${line}\n`).join("")}${own}`;
  }).join("");
}

function namesAddresses(doc) {
  let found = false;
  doc.forEach((node) => { if (node.type.name === "kept") found = true; });
  return found;
}
