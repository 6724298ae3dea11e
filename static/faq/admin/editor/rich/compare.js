// Says whether two documents are read alike: the one on the screen, and the one that the server reads in its Markdown.

/**
 * @param {Node} one
 * @param {Node} other
 */
export function areReadAlike(one, other) {
  return JSON.stringify(readAs(one)) === JSON.stringify(readAs(other));
}

function readAs(node) {
  if (node.type.name === "code_block") return [node.type.name, node.textContent];
  if (node.isTextblock) return [node.type.name, node.attrs.level, lines(node).join("\n")];
  if (node.isAtom) return [node.type.name, node.attrs];
  const children = [];
  node.forEach((child) => {
    if (child.type.name === "paragraph") children.push(...paragraphs(child));
    else children.push(readAs(child));
  });
  return [node.type.name, node.attrs.order, node.attrs.check, node.attrs.head, children];
}

/** A paragraph as Markdown has it: none that is empty, a new one behind two breaks. */
function paragraphs(node) {
  return lines(node).join("\n").split(/\n{2,}/).filter(Boolean).map((words) => ["paragraph", words]);
}

function lines(node) {
  const pieces = [];
  node.forEach((child) => pieces.push(pieceOf(child)));
  // A fact that was not typed letter by letter is still words here
  const words = pieces.join("").replace(/\{\{([^{}]*)\}\}/g, (braces, name) => `{{${name.trim().toLowerCase()}}}`);
  const all = words.replace(/[ \t\u00a0]+/g, " ").split("\n").map((line) => line.trim());
  while (all.length && !all[0]) all.shift();
  while (all.length && !all.at(-1)) all.pop();
  return all;
}

/** The words with their marks, sign by sign: where a mark begins and ends at a space does not matter. */
function pieceOf(node) {
  if (node.type.name === "hard_break") return "\n";
  const marks = node.marks.filter((mark) => !mark.attrs.bare).map((mark) => mark.type.name + (mark.attrs.href ?? "")).sort().join("+");
  if (node.type.name === "fact" && !marks) return `{{${node.attrs.name}}}`;
  if (!node.isText) return `\u0001${JSON.stringify(node.attrs)}${marks}\u0002`;
  return marks ? [...node.text].map((sign) => (/\s/.test(sign) ? " " : `${sign}\u0003${marks}\u0004`)).join("") : node.text;
}
