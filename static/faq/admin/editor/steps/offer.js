// Whoever pastes a list, or several lines, into an empty step is offered a step for each; nothing is done by itself.

import { Fragment } from "../vendor/prosemirror.js";
import { announce } from "../form.js";
import { editorOf } from "../rich/editor.js";
import { schema } from "../rich/schema.js";
import { field, list } from "./rows.js";
import { writeStep } from "./keys.js";

const { nodes } = schema;

/**
 * Watches what is pasted.
 * @param {(after: HTMLElement) => HTMLElement} add adds a blank step behind a row and puts the cursor there
 */
export function initOffer(add) {
  list.addEventListener("editor-paste", (event) => { if (!event.target.closest("[data-own-words]")) offer(event.target.closest("[data-step]"), add); });
  list.addEventListener("focusout", (event) => {
    const row = event.target.closest("[data-step]");
    if (event.relatedTarget && !row?.contains(event.relatedTarget)) row?.querySelector(".step-offer")?.remove();
  });
}

function offer(row, add) {
  row.querySelector(".step-offer")?.remove();
  const count = piecesOf(editorOf(field(row, "text")).view.state.doc).length;
  if (count < 2) return;
  const line = document.createElement("p"), button = document.createElement("button");
  line.className = "step-offer";
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = `Make ${count} steps`;
  button.addEventListener("click", () => makeSteps(row, add));
  line.append(`These are ${count} lines. `, button);
  row.querySelector(".step-text").append(line);
  announce(`These are ${count} lines. A button below the text makes ${count} steps of them.`);
}

function makeSteps(row, add) {
  const [first, ...others] = piecesOf(editorOf(field(row, "text")).view.state.doc);
  row.querySelector(".step-offer").remove();
  writeStep(row, first);
  let last = row;
  for (const piece of others) {
    last = add(last);
    writeStep(last, piece);
  }
  list.dispatchEvent(new Event("steps-made"));
  announce(`${others.length + 1} steps made.`);
}

/** A step for each item, line and paragraph; a table, a note or a picture goes with what stands before it. */
function piecesOf(doc) {
  const pieces = [];
  doc.forEach((node) => {
    if (node.type === nodes.bullet_list || node.type === nodes.ordered_list) node.forEach((item) => pieces.push(item.content));
    else if (node.type === nodes.paragraph) pieces.push(...linesOf(node));
    else pieces.push((pieces.pop() ?? Fragment.empty).append(Fragment.from(node)));
  });
  return pieces;
}

function linesOf(paragraph) {
  const lines = [[]];
  paragraph.forEach((node) => {
    if (node.type === nodes.hard_break) lines.push([]);
    else lines.at(-1).push(node);
  });
  return lines.map((line) => paragraph.copy(Fragment.from(line))).filter((line) => line.childCount && (line.textContent.trim() || line.firstChild.isAtom)).map((line) => Fragment.from(line));
}
