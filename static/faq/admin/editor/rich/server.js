// Asks the server how it reads texts: it alone says what patients will see.

import { form } from "../form.js";

/**
 * Asks how texts are read.
 * @param {{text: string, instead_of?: string}[]} texts Markdown, and what it would stand in place of
 * @returns {Promise<{document?: object, blocks?: [number, number][], same?: boolean, problem?: string}[] | null>} an answer for each:
 *   the document, the lines of its blocks, whether patients read the same in both; or why the editor cannot show it. Null where the
 *   server cannot be asked.
 */
export async function readTexts(texts) {
  if (!texts.length) return [];
  const data = new FormData();
  data.append("texts", JSON.stringify(texts));
  data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  try {
    const response = await fetch(form.querySelector(".markdown-box").dataset.readUrl, { method: "POST", body: data });
    return response.ok ? (await response.json()).texts : null;
  } catch {
    return null;
  }
}
