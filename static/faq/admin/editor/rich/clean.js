// Cleans pasted HTML before the browser reads it: what has no place here is dropped and counted, looks become meanings.

import { isOwnPicture, safeAddress } from "./schema.js";
import { nestWordLists } from "./word_lists.js";

// A tag with its attributes; a value may hold ">"
const TAG = /<[a-z!/?](?:"[^"]*"|'[^']*'|[^'">])*>/gi;
const NAMES = {
  script: ["script", "scripts"], frame: ["embedded page", "embedded pages"], remote: ["picture from another site", "pictures from another site"],
  local: ["picture that was not copied along", "pictures that were not copied along"], pixel: ["tracking picture", "tracking pictures"],
  link: ["link that leads nowhere for patients", "links that lead nowhere for patients"], control: ["field of a form", "fields of a form"],
};
const BLOCKS = "p, h1, h2, h3, h4, h5, h6, li, div, tr, blockquote, pre";

/**
 * @param {string} html as it is in the clipboard
 * @param {{mayHoldHeadings: boolean}} options
 * @returns {{html: string, leftOut: string[], files: {file: File, alt: string}[]}} what is left; what was dropped, as "2 scripts"; pictures
 *   that the clipboard holds
 */
export function cleanHtml(html, { mayHoldHeadings }) {
  const counts = {}, files = [];
  const count = (kind) => { counts[kind] = (counts[kind] || 0) + 1; };
  const page = new DOMParser().parseFromString(withoutActiveParts(html, count), "text/html");
  const isOwn = Boolean(page.querySelector("[data-pm-slice]"));
  dropParts(page, count);
  takePictures(page, count, files);
  cleanLinks(page, count);
  if (!isOwn) giveMeaning(page, mayHoldHeadings);
  page.querySelectorAll("[data-style]").forEach((element) => element.removeAttribute("data-style"));
  const leftOut = Object.entries(counts).map(([kind, number]) => `${number} ${NAMES[kind][number === 1 ? 0 : 1]}`);
  return { html: page.body.innerHTML, leftOut, files };
}

/**
 * Our policy empties the style of every element that is parsed, so it is renamed in the text before: a "bold" with
 * font-weight normal would make all words bold else. Parsing it would also be reported as a breach of the policy.
 */
function withoutActiveParts(html, count) {
  return html
    .replace(/<script\b[\s\S]*?(?:<\/script\s*>|$)/gi, () => { count("script"); return ""; })
    .replace(/<style\b[\s\S]*?(?:<\/style\s*>|$)/gi, "")
    // What only a word processor reads
    .replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, "")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(TAG, (tag) => tag.replace(/([\s"'/])style\s*=/gi, "$1data-style=").replace(/([\s"'/])on[a-z]+\s*=/gi, "$1data-dropped="));
}

function dropParts(page, count) {
  page.querySelectorAll("iframe, object, embed, video, audio, svg, math, canvas").forEach((element) => {
    if (element.matches("iframe, object, embed, video, audio")) count("frame");
    element.remove();
  });
  page.querySelectorAll("input, select, textarea").forEach((element) => { count("control"); element.remove(); });
  page.querySelectorAll("head, title, meta, link, base, template, noscript:empty").forEach((element) => element.remove());
  page.querySelectorAll("[data-style]").forEach((element) => {
    if (/display\s*:\s*none|mso-hide\s*:\s*all/i.test(styleOf(element))) element.remove();
  });
}

function takePictures(page, count, files) {
  for (const picture of page.querySelectorAll("img")) {
    const src = picture.getAttribute("src") || "";
    if (isOwnPicture(src)) continue;
    const file = fileOf(src);
    if (file) files.push({ file, alt: picture.alt });
    else count(isPixel(picture) ? "pixel" : /^https?:|^\/\//i.test(src) ? "remote" : "local");
    picture.remove();
  }
}

function fileOf(src) {
  const match = src.match(/^data:(image\/(?:png|jpeg|webp));base64,([a-z0-9+/=\s]+)$/i);
  if (!match) return null;
  const bytes = Uint8Array.from(atob(match[2].replace(/\s/g, "")), (sign) => sign.charCodeAt(0));
  return new File([bytes], "picture", { type: match[1] });
}

function isPixel(picture) {
  const style = styleOf(picture);
  return [picture.getAttribute("width"), picture.getAttribute("height"), style.match(/(?:^|[;\s])width\s*:\s*(\d+)px/)?.[1]].some((size) => size && Number.parseInt(size, 10) <= 2);
}

function cleanLinks(page, count) {
  for (const link of page.querySelectorAll("a")) {
    const address = redirected(link.getAttribute("href") || "");
    // A mark that other links lead to, or nothing that leads anywhere from here
    const isPlace = !address || /^#|^file:/i.test(address);
    if (!isPlace && safeAddress(address) && /^(?:https?:|mailto:|tel:|\/(?!\/)|\{\{)/i.test(address)) link.setAttribute("href", address);
    else {
      if (!isPlace) count("link");
      link.replaceWith(...link.childNodes);
    }
  }
}

/** One word processor on the web leads links over an address of its own. */
function redirected(address) {
  const match = address.match(/^https:\/\/www\.google\.com\/url\?(?:.*&)?q=([^&]+)/);
  return match ? decodeURIComponent(match[1]) : address;
}

function giveMeaning(page, mayHoldHeadings) {
  nestWordLists(page);
  page.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol").forEach((list) => list.previousElementSibling?.matches("li") && list.previousElementSibling.append(list));
  page.querySelectorAll("[data-style], b, strong, i, em").forEach(markAsStyled);
  page.querySelectorAll("h1, h2, h3, h4, h5, h6").forEach((heading) => tameHeading(page, heading, mayHoldHeadings));
  [...page.querySelectorAll("table")].reverse().forEach((table) => flattenTable(page, table));
  plainSpaces(page);
  page.querySelectorAll("p, div, h1, h2, h3, h4, h5, h6").forEach((block) => {
    if (!block.textContent.trim() && !block.querySelector("img, br + br, hr, table")) block.remove();
  });
  page.querySelectorAll("br.Apple-interchange-newline").forEach((element) => element.remove());
}

function markAsStyled(element) {
  const inner = [], has = (rule) => new RegExp(`(?:^|[;\\s])${rule}`, "i").test(styleOf(element));
  const isNormal = has("font-weight\\s*:\\s*(?:normal|400)"), isUpright = has("font-style\\s*:\\s*normal");
  const isBold = has("font-weight\\s*:\\s*(?:bold|[6-9]00)") && !element.closest("b, strong, h1, h2, h3, h4, h5, h6, th");
  if (isBold) inner.push("strong");
  if (has("font-style\\s*:\\s*italic") && !element.closest("i, em")) inner.push("em");
  if (has("text-decoration[^;]*line-through")) inner.push("s");
  if ((element.matches("b, strong") && isNormal) || (element.matches("i, em") && isUpright)) element.replaceWith(...element.childNodes);
  else for (const tag of inner) wrapInside(element, tag);
}

/** Puts all that an element holds between two tags; where it holds blocks, what each of them holds. */
function wrapInside(element, tag) {
  const blocks = [...element.querySelectorAll(BLOCKS)].filter((block) => !block.querySelector(BLOCKS));
  for (const holder of blocks.length ? blocks : [element]) {
    const mark = element.ownerDocument.createElement(tag);
    mark.append(...holder.childNodes);
    holder.append(mark);
  }
}

function tameHeading(page, heading, mayStay) {
  // All of a heading is bold already
  heading.querySelectorAll("b, strong").forEach((bold) => bold.replaceWith(...bold.childNodes));
  if (mayStay) return;
  const paragraph = page.createElement("p"), bold = page.createElement("strong");
  bold.append(...heading.childNodes);
  paragraph.append(bold);
  heading.replaceWith(paragraph);
}

/** A table of plain cells, the first row as its head; one that only lays out a page gives way to what it holds. */
function flattenTable(page, table) {
  const rows = [...table.rows], width = Math.max(0, ...rows.map((row) => row.cells.length));
  if (table.querySelector("table, ul[data-kept]") || width < 2 || rows.length < 2 || table.getAttribute("role") === "presentation") {
    table.replaceWith(...rows.flatMap((row) => [...row.cells]).map((cell) => {
      const part = page.createElement("div");
      part.append(...cell.childNodes);
      return part;
    }));
    return;
  }
  const plain = page.createElement("table"), caption = table.caption;
  rows.forEach((row, index) => plain.append(plainRow(page, row, width, index ? "td" : "th")));
  if (caption?.textContent.trim()) {
    const words = page.createElement("p");
    words.append(...caption.childNodes);
    table.before(words);
  }
  table.replaceWith(plain);
}

function plainRow(page, row, width, tag) {
  const made = page.createElement("tr");
  for (let column = 0; column < width; column += 1) {
    const cell = page.createElement(tag), old = row.cells[column];
    if (old) cell.append(...inlineParts(page, old));
    made.append(cell);
  }
  return made;
}

/** What a cell holds on one line: its blocks with commas between. */
function inlineParts(page, cell) {
  const blocks = [...cell.querySelectorAll(BLOCKS)].filter((block) => !block.querySelector(BLOCKS) && block.textContent.trim());
  cell.querySelectorAll("br").forEach((br) => br.replaceWith(" "));
  if (!blocks.length) return [...cell.childNodes];
  return blocks.flatMap((block, index) => [...(index ? [page.createTextNode(", ")] : []), ...block.childNodes]);
}

function plainSpaces(page) {
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(/[\u00a0\u200b\ufeff]/g, (sign) => (sign === "\u00a0" ? " " : ""));
}

function styleOf(element) {
  return element.getAttribute("data-style") || "";
}
