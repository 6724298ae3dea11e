// Writes words into Markdown so that the server reads them back as words: escapes, and only those that are needed.

const LINE_STARTS = [
  // A heading, a quotation, a note, an item, a line under a heading, a row of a table
  /^#{1,6}(?=\s|$)/, /^>/, /^(?:!!!|\?\?\?)/, /^[-+*](?=\s|$)/, /^=+(?=\s*$)/, /^[|:-](?=.*\|)[\s|:-]+$/,
  // A line that is drawn, the address of a link
  /^(?:-[ \t]*){3,}$/, /^\[(?=(?:[^\]\\]|\\.)*\]:)/,
];
const NUMBERED = /^(\d{1,9})([.)])(?=\s|$)/;
// Signs that are words only behind a backslash, wherever they stand
const ENTITY = /^&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/i;
const FOLDER = /^\\\\(?=[\w][\w.-]*\\)/;
const FACT = /^\{\{[^{}<>]{0,200}\}\}/;
const ADDRESS = /(?:https?:\/\/|www\.)[^\s<>"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu;
const PUNCTUATION = /[!-/:-@[-`{-~]/;

/**
 * Returns words as Markdown within a line.
 * @param {string} text
 * @param {{before?: string, after?: string, inLink?: boolean, isPlain?: boolean, hasReferences?: boolean}} [around] the signs beside
 *   the words; whether they stand in a link, whose brackets must all be words; whether they carry no mark; whether the text
 *   names addresses of links ("[1]: ...")
 */
export function escapeWords(text, around = {}) {
  let out = "", end = 0;
  for (const match of around.inLink ? [] : text.matchAll(ADDRESS)) {
    // A full stop behind an address is a word's
    const address = match[0].replace(/[.,;:!?'*_~)\]]+$/, "");
    out += escapePlain(text.slice(end, match.index), { ...around, ...neighbours(text, end, match.index, around) });
    out += escapeAddress(address);
    end = match.index + address.length;
  }
  return out + escapePlain(text.slice(end), { ...around, ...neighbours(text, end, text.length, around) });
}

/** Returns a line of Markdown whose start is read as words: "1. May" becomes "1\. May". */
export function escapeLineStart(line) {
  const numbered = line.match(NUMBERED);
  if (numbered) return `${numbered[1]}\\${line.slice(numbered[1].length)}`;
  return LINE_STARTS.some((start) => start.test(line)) ? `\\${line}` : line;
}

/** Returns a line whose spaces at both ends stay, where they are of a kind that does not end words. */
export function keepEdgeSpaces(line) {
  const trimmed = line.replace(/^[ \t\n]+|[ \t\n]+$/g, "");
  return trimmed.replace(/^\s+|\s+$/g, (spaces) => spaces.replace(/[^ \t]/g, entity));
}

/** Returns the entity that stands for a sign. */
export function entity(sign) {
  return sign === "\u00a0" ? "&nbsp;" : `&#${sign.codePointAt(0)};`;
}

/** Returns the address of a link as it stands between its round brackets. */
export function escapeHref(href) {
  if (!href) return "<>";
  const written = href.replace(/[\n\r]/g, "").replace(/</g, "%3C").replace(/>/g, "%3E");
  if (!/[\s()]/.test(written) || (isBalanced(written) && !/\s/.test(written))) return written.replace(/\\(?=[!-/:-@[-`{-~])/g, "\\\\");
  return `<${written.replace(/\\(?=[!-/:-@[-`{-~])/g, "\\\\")}>`;
}

function isBalanced(text) {
  let open = 0;
  for (const sign of text) {
    if (sign === "(") open += 1;
    if (sign === ")") open -= 1;
    if (open < 0) return false;
  }
  return open === 0;
}

function neighbours(text, from, to, around) {
  return { before: from ? text[from - 1] : around.before || "", after: to < text.length ? text[to] : around.after || "" };
}

function escapeAddress(address) {
  // Within an address a backslash would be a part of it
  return /[*~`\\[\]{}]/.test(address) && /^https?:/i.test(address) && !/[<>\s]/.test(address) ? `<${address}>` : address;
}

function escapePlain(text, around) {
  let out = "";
  for (let at = 0; at < text.length; at += 1) {
    const rest = text.slice(at, at + 210), skipped = rest.match(FACT) || rest.match(FOLDER);
    if (skipped && (skipped[0][0] === "{" || !/[\w\\]/.test(text[at - 1] || around.before || ""))) {
      out += skipped[0];
      at += skipped[0].length - 1;
      continue;
    }
    const before = text[at - 1] ?? around.before ?? "", after = text[at + 1] ?? around.after ?? "";
    // At an edge of the words a mark may begin or end
    const isAtEdge = !at || at === text.length - 1, isApart = !isAtEdge && /\s/.test(before) && /\s/.test(after);
    out += needsEscape(text[at], { before, after, rest, around, isApart, isAtEdge }) ? `\\${text[at]}` : text[at];
  }
  return out;
}

function needsEscape(sign, { before, after, rest, around, isApart, isAtEdge }) {
  switch (sign) {
    case "\\": return isAtEdge && !around.isPlain || !after || PUNCTUATION.test(after) || after === "\n";
    case "*": return !(/\d/.test(before) && /\d/.test(after)) && !isApart;
    // In the name of a folder ("C:\_forms") a backslash more would be taken for a part of it
    case "_": return !(before === "\\" && !rest.includes("_", 1)) && !(/[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after));
    case "`": return true;
    case "~": return before === "~" || after === "~" || (isAtEdge && !around.isPlain);
    case "[": return around.inLink || around.hasReferences || /^\[[^\]]*(?:\](?:[([:]|$)|$)/.test(rest);
    case "]": return around.inLink || /[([:]/.test(after);
    case "!": return after === "[";
    case "<": return /[a-z/!?]/i.test(after);
    case "&": return ENTITY.test(rest);
    default: return false;
  }
}
