// Writes what stands within a block as Markdown: words, marks, links, facts and pictures.

import { entity, escapeHref, escapeWords } from "./escape.js";

const SIGNS = { strong: "**", em: "*", strike: "~~" };
// Where two marks reach equally far: which of them people write around the other
const OUTER_FIRST = ["em", "strong", "strike", "link"];
const WORD = /[\p{L}\p{N}]/u, SPACE = /\s/, PUNCTUATION = /[\p{P}\p{S}]/u;
const SCHEMES = ["", "https://", "http://", "mailto:", "tel:"];

/**
 * Returns the words of a block as Markdown; each break is a new line.
 * @param {Node} block a paragraph, a heading, a cell
 * @param {{hasReferences?: boolean, lineBreak?: string}} [options] as `escapeWords` takes them; what a break is written as
 */
export function inlineMarkdown(block, options = {}) {
  const writer = new InlineWriter(withoutEdgeSpaces(itemsOf(block)), options);
  writer.write(0, writer.items.length, []);
  return writer.out;
}

function itemsOf(block) {
  const items = [];
  block.forEach((node) => {
    const marks = [...node.marks];
    // Spaces at the edges are items of their own, as signs cannot stand beside them
    if (node.isText && !hasMark({ marks }, "code")) items.push(...node.text.split(/^(\s+)|(\s+)$/).filter(Boolean).map((text) => ({ text, marks })));
    else if (node.isText) items.push({ text: node.text, marks });
    else items.push({ node, marks: node.type.name === "hard_break" ? marks.filter(mayHoldBreak) : marks });
  });
  return items;
}

/** Emphasis made here ends with its line: across lines the server takes its signs for words that somebody typed. */
function mayHoldBreak(mark) {
  return mark.type.name !== "em" || mark.attrs.depth !== null;
}

function withoutEdgeSpaces(items) {
  for (const type of Object.keys(SIGNS)) {
    for (let from = 0; from < items.length; from += 1) {
      if (!hasMark(items[from], type)) continue;
      let to = from;
      while (to < items.length && hasMark(items[to], type)) to += 1;
      const run = items.slice(from, to);
      for (const edge of [run, [...run].reverse()]) {
        for (const item of edge) {
          if (!isSpace(item)) break;
          item.marks = item.marks.filter((mark) => mark.type.name !== type);
        }
      }
      from = to;
    }
  }
  return items;
}

function isSpace(item) {
  return item.node ? item.node.type.name === "hard_break" : !item.text.trim() && !hasMark(item, "code");
}

function hasMark(item, type) {
  return item.marks.some((mark) => mark.type.name === type);
}

function keyOf(mark) {
  const { href, title } = mark.attrs;
  return href === undefined ? mark.type.name : JSON.stringify([href, title]);
}

class InlineWriter {
  constructor(items, options) {
    this.items = items;
    this.options = options;
    this.out = "";
    this.isNextEncoded = false;
  }

  write(from, to, around) {
    let at = from;
    while (at < to) {
      const next = this.widest(at, to, around);
      if (next) this.writeMarked(next.mark, at, next.to, around);
      else this.writeItem(at, around);
      at = next ? next.to : at + 1;
    }
  }

  /** The mark that begins at an item and reaches furthest, and where it ends. */
  widest(at, to, around) {
    const fresh = this.items[at].marks.filter((mark) => mark.type.name !== "code" && !around.includes(keyOf(mark)));
    const reaching = fresh.map((mark) => ({ mark, to: this.endOf(mark, at, to) }));
    return reaching.sort((one, other) => other.to - one.to || isInner(one.mark, other.mark))[0];
  }

  endOf(mark, at, to) {
    const key = keyOf(mark);
    let end = at + 1;
    while (end < to && this.items[end].marks.some((other) => keyOf(other) === key)) end += 1;
    return end;
  }

  writeMarked(mark, from, to, around) {
    const inside = [...around, keyOf(mark)];
    if (mark.type.name === "link") return this.writeLink(mark, from, to, inside);
    const sign = this.signOf(mark, from, to);
    const start = this.out.length;
    this.out += sign;
    this.write(from, to, inside);
    this.separate(start, sign);
    this.out += sign;
    const next = this.firstSign(to);
    // A sign of its own stands before a letter only where words end before it
    if (PUNCTUATION.test(lastOf(this.out.slice(0, -sign.length))) && WORD.test(next)) this.isNextEncoded = true;
  }

  /** The signs for one mark: an underscore where a star would join the stars beside it. */
  signOf(mark, from, to) {
    const sign = SIGNS[mark.type.name], before = lastOf(this.out);
    if (sign !== "*" || before !== "*") return sign;
    return WORD.test(this.firstSign(to)) || this.items[from].marks.length < 2 && WORD.test(before) ? sign : "_";
  }

  /** Where a letter stands before signs that a sign follows, the letter becomes an entity: else they open nothing. */
  separate(start, sign) {
    const before = lastOf(this.out.slice(0, start)), first = firstOf(this.out.slice(start + sign.length));
    if (!WORD.test(before) || !PUNCTUATION.test(first)) return;
    this.out = this.out.slice(0, start - before.length) + entity(before) + this.out.slice(start);
  }

  writeLink(mark, from, to, inside) {
    const { href, title, bare } = mark.attrs, words = this.items.slice(from, to).map((item) => item.text ?? "\0").join("");
    if (bare && isBare(words, href) && !title) {
      const isApart = /^$|[\s),.;:!?<\n]/.test(this.firstSign(to)) && /^$|[\s(\n>]/.test(lastOf(this.out));
      if (bare === "linkify" && isApart && isReadAsLink(words)) return void (this.out += words);
      if (isReadInBrackets(words, href)) return void (this.out += `<${words}>`);
    }
    this.out += "[";
    this.write(from, to, inside);
    this.out += `](${escapeHref(href)}${title ? ` "${title.replace(/[\\"]/g, "\\$&")}"` : ""})`;
  }

  writeItem(at, around) {
    const { node, text, marks } = this.items[at];
    if (node) this.out += this.nodeMarkdown(node);
    else if (marks.some((mark) => mark.type.name === "code")) this.out += codeMarkdown(text);
    else this.writeWords(text, at, around);
    this.isNextEncoded = false;
  }

  writeWords(text, at, around) {
    const encoded = this.isNextEncoded ? firstOf(text) : "";
    const inLink = around.some((key) => key.startsWith("["));
    const before = encoded ? ";" : lastOf(this.out);
    this.out += encoded ? entity(encoded) : "";
    this.out += escapeWords(text.slice(encoded.length), { ...this.options, before, after: this.firstSign(at + 1, around), inLink, isPlain: !around.length });
  }

  nodeMarkdown(node) {
    const { name, src, alt, title } = node.attrs;
    if (node.type.name === "hard_break") return this.options.lineBreak ?? "\n";
    if (node.type.name === "fact") return `{{${name}}}`;
    const words = escapeWords(alt.replace(/\s*\n\s*/g, " "), { inLink: true });
    return `![${words}](${escapeHref(src)}${title ? ` "${title.replace(/[\\"]/g, "\\$&")}"` : ""})`;
  }

  /** The sign with which an item begins once it is written, "" at the end. */
  firstSign(at, around = []) {
    const item = this.items[at];
    if (!item) return "";
    const mark = item.marks.find((each) => each.type.name !== "code" && !around.includes(keyOf(each)));
    if (mark) return mark.type.name === "link" ? (mark.attrs.bare ? firstOf(item.text ?? "") : "[") : SIGNS[mark.type.name][0];
    if (item.node) return { hard_break: "\n", fact: "{", image: "!" }[item.node.type.name];
    return hasMark(item, "code") ? "`" : firstOf(item.text);
  }
}

function isInner(one, other) {
  const known = one.attrs.depth !== null && other.attrs.depth !== null;
  if (known) return one.attrs.depth - other.attrs.depth;
  return OUTER_FIRST.indexOf(one.type.name) - OUTER_FIRST.indexOf(other.type.name);
}

function isBare(words, href) {
  return Boolean(words) && SCHEMES.some((scheme) => href === scheme + words);
}

function isReadAsLink(words) {
  return !/[\s<>*`~\\[\]{}|]/.test(words) && /[\p{L}\p{N}/=&#-]$/u.test(words);
}

function isReadInBrackets(words, href) {
  return /^(?:https?:\/\/|mailto:|tel:)[^\s<>]+$/i.test(words) || (href === `mailto:${words}` && !/[\s<>]/.test(words));
}

function codeMarkdown(text) {
  const runs = text.match(/`+/g) || [], sign = "`".repeat(Math.max(0, ...[1, 2, 3, 4].filter((size) => !runs.some((run) => run.length === size)).slice(0, 1)) || 5);
  const pad = /^`|`$/.test(text) || (/^ .* $/.test(text) && text.trim()) ? " " : "";
  return `${sign}${pad}${text}${pad}${sign}`;
}

function lastOf(text) {
  return [...text.slice(-2)].pop() || "";
}

function firstOf(text) {
  return [...text.slice(0, 2)][0] || "";
}
