// What a text may consist of: the blocks, the words and the marks that Markdown can hold. The toolbar offers less than this keeps.

import { Schema } from "../vendor/prosemirror.js";
import { form } from "../form.js";

const SAFE_ADDRESS = /^(?:https?:|mailto:|tel:|\/(?!\/)|#|\{\{)/i;
const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const PICTURE_NAME = /^pictures\/[0-9a-f]{32}-\d{1,5}x\d{1,5}\.(?:png|jpg|webp)$/;

/**
 * Returns the address that a link of the editor leads to, "" for one that no patient may be led to.
 * @param {string} address
 */
export function safeAddress(address) {
  // Browsers read over these, also within the name of a scheme
  const plain = [...address].filter((sign) => sign > " ").join("");
  return SAFE_ADDRESS.test(plain) || !HAS_SCHEME.test(plain) ? plain : "";
}

/**
 * Says whether an address is that of a picture the server keeps: no other is ever asked for.
 * @param {string} src
 */
export function isOwnPicture(src) {
  const folder = form.dataset.mediaUrl;
  return src.startsWith(folder) && PICTURE_NAME.test(src.slice(folder.length));
}

function block(tag, more = {}) {
  return { content: "block+", group: "block", parseDOM: [{ tag }], toDOM: () => [tag, 0], ...more };
}

function cell(tag) {
  return {
    content: "inline*", isolating: true, attrs: { align: { default: "" } },
    parseDOM: [{ tag }], toDOM: () => [tag, 0],
  };
}

function bulletList() {
  return {
    content: "list_item+", group: "block", attrs: { tight: { default: true }, check: { default: false } },
    parseDOM: [{ tag: "ul", getAttrs: (dom) => ({ check: dom.matches(".checklist") }) }],
    toDOM: (node) => (node.attrs.check ? ["ul", { class: "checklist" }, 0] : ["ul", 0]),
  };
}

function orderedList() {
  return {
    content: "list_item+", group: "block", attrs: { tight: { default: true }, order: { default: 1 } },
    parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ order: dom.start || 1 }) }],
    toDOM: (node) => (node.attrs.order > 1 ? ["ol", { start: node.attrs.order }, 0] : ["ol", 0]),
  };
}

function heading() {
  return {
    content: "inline*", group: "block", defining: true, attrs: { level: { default: 2 } },
    parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: Math.max(2, level) } })),
    // The page itself has the first two levels
    toDOM: (node) => [`h${Math.min(Math.max(node.attrs.level, 2) + 1, 6)}`, 0],
  };
}

const nodes = {
  doc: { content: "block+" },
  paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
  heading: heading(),
  bullet_list: bulletList(),
  ordered_list: orderedList(),
  list_item: { content: "block+", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
  blockquote: block("blockquote", { defining: true }),
  callout: block("aside", {
    defining: true,
    attrs: { kind: { default: "note" }, title: { default: "Note" }, head: { default: "note" }, markup: { default: "!!!" } },
    toDOM: (node) => ["div", { class: "admonition", role: "note", "data-title": node.attrs.title, "aria-label": node.attrs.title || "Note" }, 0],
    parseDOM: [{ tag: "div.admonition[data-title]", getAttrs: () => ({}) }],
  }),
  code_block: {
    content: "text*", marks: "", group: "block", code: true, defining: true, attrs: { params: { default: "" } },
    parseDOM: [{ tag: "pre", preserveWhitespace: "full" }], toDOM: () => ["pre", ["code", 0]],
  },
  horizontal_rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
  table: { content: "table_row+", group: "block", isolating: true, parseDOM: [{ tag: "table" }], toDOM: () => ["table", ["tbody", 0]] },
  table_row: { content: "(table_header | table_cell)+", parseDOM: [{ tag: "tr" }], toDOM: () => ["tr", 0] },
  table_header: cell("th"),
  table_cell: cell("td"),
  // Lines that patients never see, for example the address of links that is named once
  kept: {
    group: "block", atom: true, attrs: { source: {} },
    toDOM: (node) => ["p", { class: "kept-source" }, node.attrs.source],
  },
  text: { group: "inline" },
  hard_break: { inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
  // The look of these two is in views.js
  image: {
    inline: true, group: "inline", draggable: true, attrs: { src: {}, alt: { default: "" }, title: { default: "" } },
    parseDOM: [{ tag: "img[src]", getAttrs: (dom) => isOwnPicture(dom.getAttribute("src")) && { src: dom.getAttribute("src"), alt: dom.alt } }],
    toDOM: (node) => (isOwnPicture(node.attrs.src) ? ["img", { src: node.attrs.src, alt: node.attrs.alt }] : ["span", node.attrs.alt]),
  },
  fact: {
    inline: true, group: "inline", atom: true, attrs: { name: {} },
    parseDOM: [{ tag: "span[data-fact]", getAttrs: (dom) => ({ name: dom.dataset.fact }) }],
    toDOM: (node) => ["span", { "data-fact": node.attrs.name }, `{{${node.attrs.name}}}`],
  },
};

// How many marks stand around this one in the source; null for what was marked here.
const depth = { depth: { default: null } };

const marks = {
  strong: { attrs: depth, parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
  em: { attrs: depth, parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
  strike: { attrs: depth, parseDOM: [{ tag: "s" }, { tag: "del" }], toDOM: () => ["s", 0] },
  link: {
    attrs: { href: {}, title: { default: "" }, bare: { default: "" }, ...depth }, inclusive: false,
    parseDOM: [{ tag: "a[href]", getAttrs: (dom) => { const href = safeAddress(dom.getAttribute("href")); return href ? { href } : false; } }],
    toDOM: (mark) => ["a", { href: safeAddress(mark.attrs.href) || "#", title: mark.attrs.href }, 0],
  },
  code: { excludes: "", parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] },
};

export const schema = new Schema({ nodes, marks });
