// Word processors copy the items of their lists as paragraphs with their signs typed before them; here they become lists again.

/**
 * Puts such items into lists, one within the other as deep as they say.
 * @param {Document} page parsed HTML whose styles stand in data-style
 */
export function nestWordLists(page) {
  let open = [];
  for (const paragraph of [...page.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const level = levelOf(paragraph);
    if (!level) {
      open = [];
      continue;
    }
    if (open.length && open[0].list.parentNode !== paragraph.parentNode) open = [];
    open = open.slice(0, level);
    const sign = takeSign(paragraph), isNumbered = /^\(?\w{1,4}[.)]/.test(sign) && !/^[o§]$/.test(sign);
    openLists(page, open, level, { isNumbered, sign, paragraph });
    const item = page.createElement("li"), words = page.createElement("p");
    words.append(...paragraph.childNodes);
    item.append(words);
    open.at(-1).list.append(item);
    open.at(-1).item = item;
    paragraph.remove();
  }
}

function openLists(page, open, level, { isNumbered, sign, paragraph }) {
  if (open.length === level && open.at(-1).isNumbered !== isNumbered && level === 1) open.pop();
  while (open.length < level) {
    const list = page.createElement(isNumbered ? "ol" : "ul"), around = open.at(-1);
    const number = Number.parseInt(sign.replace(/\D/g, ""), 10);
    if (isNumbered && number > 1) list.start = number;
    if (around?.item) around.item.append(list);
    else if (!around) paragraph.before(list);
    else around.list.append(list);
    open.push({ list, item: null, isNumbered });
  }
}

function levelOf(paragraph) {
  const match = (paragraph.getAttribute("data-style") || "").match(/mso-list\s*:\s*l\d+\s+level(\d)/i);
  return match ? Number(match[1]) : 0;
}

/** Removes the sign that was typed before an item, and returns it. */
function takeSign(paragraph) {
  const marked = [...paragraph.querySelectorAll("[data-style]")].find((element) => /mso-list\s*:\s*ignore/i.test(element.getAttribute("data-style")));
  const sign = marked?.textContent.trim() ?? "";
  marked?.remove();
  return sign;
}
