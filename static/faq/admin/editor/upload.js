// Sends pictures to the server, which stores them at once.

import { form } from "./form.js";

/**
 * Sends a picture to the server, which stores it.
 * @param {File} file
 * @returns {Promise<{name: string, url: string}>} the name it is stored under, and its address
 * @throws {Error} whose message is a sentence for the writer
 */
export async function uploadPicture(file) {
  const data = new FormData();
  data.append("picture", file);
  data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  const response = await post(form.querySelector(".markdown-box").dataset.uploadUrl, data);
  const answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : null;
  if (response.ok && answer) return answer;
  if (response.status === 503) throw new Error("The picture could not be kept just now. Please wait a minute and try again.");
  throw new Error(answer?.problem || "The picture could not be sent. Are you still signed in?");
}

async function post(url, data) {
  try {
    return await fetch(url, { method: "POST", body: data });
  } catch {
    throw new Error("The picture could not be sent. Please check your connection and try again.");
  }
}
