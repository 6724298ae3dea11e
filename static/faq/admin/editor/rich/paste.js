// Takes what somebody pastes: formatted text is cleaned, plain text is read as the server reads it, a picture is stored first.

import { Fragment, Slice } from "../vendor/prosemirror.js";
import { uploadPicture } from "../upload.js";
import { cleanHtml } from "./clean.js";
import { freshMarkdown } from "./markdown.js";
import { schema } from "./schema.js";
import { readTexts } from "./server.js";

const { nodes } = schema;
const HAS_SIGNS = /[*_`#[\]{}|<>~]|^\s*(?:[-+•·–]|\d+[.)])\s|https?:|www\.|@/m;

/**
 * Returns the properties of an editor's view that concern the clipboard.
 * @param {TextEditor} editor
 */
export function pasteProps(editor) {
  return {
    transformPastedHTML: (html) => {
      const { html: clean, leftOut, files } = cleanHtml(html, { mayHoldHeadings: "headings" in editor.box.dataset });
      say(editor, leftOut);
      if (files.length) queueMicrotask(() => storePictures(editor, files));
      return clean;
    },
    handlePaste: (view, event) => pastePlain(editor, event),
    clipboardTextParser: (text) => plainSlice(text),
    clipboardTextSerializer: (slice) => markdownOf(slice),
  };
}

/** Text without a format: its lists, links and facts become ours, as far as the server reads them there. */
function pastePlain(editor, event) {
  const data = event.clipboardData, text = data?.getData("text/plain") ?? "";
  const isInCode = editor.view.state.selection.$from.parent.type.spec.code;
  if (!text || data.getData("text/html") || editor.view.input?.shiftKey || isInCode || !HAS_SIGNS.test(text)) return false;
  insertPlain(editor, text);
  return true;
}

async function insertPlain(editor, text) {
  say(editor, []);
  const [read] = (await readTexts([{ text: withListSigns(text) }])) ?? [];
  if (read?.document) editor.insertRead(read);
  else editor.view.dispatch(editor.view.state.tr.replaceSelection(plainSlice(text)).setMeta("uiEvent", "paste").scrollIntoView());
}

/** The dots that other programs put before items are signs of a list. */
function withListSigns(text) {
  return text.replace(/\r\n?/g, "\n").replace(/^(\s*)[•·▪◦–](?=\s)/gm, "$1-");
}

function plainSlice(text) {
  const paragraphs = text.replace(/\r\n?/g, "\n").replace(/^\n+|\n+$/g, "").split(/\n{2,}/).map((part) => {
    const inline = part.split("\n").flatMap((line, index) => [...(index ? [nodes.hard_break.create()] : []), ...(line ? [schema.text(line)] : [])]);
    return nodes.paragraph.create(null, inline);
  });
  return new Slice(Fragment.from(paragraphs), 1, 1);
}

/** What is copied gives other programs Markdown, for example an e-mail. */
function markdownOf(slice) {
  const blocks = [];
  slice.content.forEach((node) => blocks.push(node.isInline ? nodes.paragraph.create(null, slice.content) : node));
  const first = blocks[0];
  const content = first?.isTextblock || blocks.every((node) => node.isBlock && node.type.isInGroup("block")) ? blocks : null;
  if (!content) return slice.content.textBetween(0, slice.content.size, "\n");
  return freshMarkdown(nodes.doc.create(null, first.type === nodes.paragraph && slice.content.firstChild.isInline ? [first] : content));
}

async function storePictures(editor, files) {
  const problems = [];
  for (const { file, alt } of files) {
    try {
      const stored = await uploadPicture(file);
      const { state } = editor.view, picture = nodes.image.create({ src: stored.url, alt });
      editor.view.dispatch(state.tr.replaceSelectionWith(picture, false));
    } catch (error) {
      problems.push(error.message);
    }
  }
  if (problems.length) say(editor, [`1 picture: ${problems[0]}`]);
}

/** Says below the text what of the clipboard was not taken. */
function say(editor, leftOut) {
  let place = editor.place.nextElementSibling?.matches(".left-out") ? editor.place.nextElementSibling : null;
  if (!place) {
    place = document.createElement("p");
    place.className = "left-out quiet";
    place.setAttribute("role", "status");
    editor.place.after(place);
  }
  place.textContent = leftOut.length ? `Left out: ${leftOut.join(", ")}.` : "";
}
