// Pictures: chosen, pasted or dropped, kept by the server at once; a step shows its picture, other boxes take it into their words.
(() => {
  const form = document.getElementById("article-form");
  const say = (words) => { document.getElementById("announce").textContent = words; };
  const pictureIn = (data) => [...(data?.files || [])].find((file) => file.type.startsWith("image/"));

  async function sendPicture(file) {
    const data = new FormData();
    data.append("picture", file);
    data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    const url = form.querySelector(".markdown-box").dataset.uploadUrl;
    let answer;
    try {
      answer = await fetch(url, { method: "POST", body: data });
    } catch {
      throw new Error("The picture could not be sent. Please check your connection and try again.");
    }
    const kept = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    if (answer.ok && kept) return kept;
    throw new Error(kept?.problem || "The picture could not be sent. Are you still signed in?");
  }
  globalThis.sendPicture = sendPicture;

  function show(row, url) {
    const place = row.querySelector("[data-picture-place]"), picture = document.createElement("img");
    picture.alt = "";
    picture.src = url || "";
    place.replaceChildren(...(url ? [picture] : []));
    row.querySelector(".step-picture").toggleAttribute("data-empty", !url);
  }
  globalThis.showPicture = show;

  function complain(row, sentence) {
    let place = row.querySelector("[data-picture-problem]");
    if (!place) {
      place = document.createElement("p");
      place.className = "wrong";
      place.dataset.pictureProblem = "";
      place.setAttribute("role", "alert");
      row.querySelector(".step-tools").after(place);
    }
    place.textContent = sentence;
    place.hidden = !sentence;
  }

  async function give(row, file) {
    const had = row.querySelector("[data-picture-name]").value;
    complain(row, "");
    row.classList.add("busy");
    try {
      const kept = await sendPicture(file);
      row.querySelector("[data-picture-name]").value = kept.name;
      show(row, kept.url);
      row.querySelector("[name$=-no_picture]")?.removeAttribute("checked");
      row.querySelector("[name$=-picture_alt]").focus();
      say(had ? "The picture was replaced. Please check its description." : "Picture added. Please describe what it shows.");
      form.dispatchEvent(new Event("changed"));
    } catch (refusal) {
      complain(row, refusal.message);
    }
    row.querySelector("[type=file]").value = "";
    row.classList.remove("busy");
  }

  async function putInto(box, file) {
    const from = box.selectionStart;
    try {
      const kept = await sendPicture(file);
      box.setRangeText(`![](${kept.url})`, from, box.selectionEnd, "end");
      box.setSelectionRange(from + 2, from + 2);
      box.focus();
      box.dispatchEvent(new Event("input", { bubbles: true }));
      say("Picture added. Please write between the square brackets what it shows.");
    } catch (refusal) {
      say(refusal.message);
      alert(refusal.message);
    }
  }

  function take(event, data) {
    const file = pictureIn(data), row = event.target.closest("[data-step]:not(.step-row-include)");
    const box = event.target.closest(".markdown-box");
    if (!file || !(row || box)) return;
    event.preventDefault();
    if (row) give(row, file);
    else putInto(box, file);
  }

  form.addEventListener("paste", (event) => {
    if (!event.clipboardData.getData("text/plain")) take(event, event.clipboardData); // Word sends words and their picture
  });
  form.addEventListener("drop", (event) => {
    form.querySelectorAll(".picture-here").forEach((place) => place.classList.remove("picture-here"));
    take(event, event.dataTransfer);
  });
  form.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault(); // else the browser opens the picture and the words are gone
    const place = event.target.closest("[data-step], .markdown-box");
    form.querySelectorAll(".picture-here").forEach((old) => old !== place && old.classList.remove("picture-here"));
    place?.classList.add("picture-here");
  });
  window.addEventListener("dragover", (event) => { if ([...event.dataTransfer.types].includes("Files")) event.preventDefault(); });
  window.addEventListener("drop", (event) => { if ([...event.dataTransfer.types].includes("Files")) event.preventDefault(); });
  form.addEventListener("change", (event) => {
    const row = event.target.closest("[data-step]");
    if (row && event.target.matches("[type=file]") && event.target.files[0]) give(row, event.target.files[0]);
  });
  form.addEventListener("click", (event) => {
    if (!event.target.matches("[data-drop-picture]")) return;
    const row = event.target.closest("[data-step]");
    row.querySelector("[data-picture-name]").value = row.querySelector("[name$=-picture_alt]").value = "";
    show(row, "");
    row.querySelector(".markdown-box").focus();
    say("Picture removed.");
    form.dispatchEvent(new Event("changed"));
  });
})();
