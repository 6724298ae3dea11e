// A toolbar for each box of words, so that nobody needs to know Markdown: bold, link, list, picture, fact. One stop for the Tab key.
(() => {
  const template = document.getElementById("toolbar-template");
  const windows = { link: "link-window", picture: "picture-window", fact: "fact-window" };
  const field = (id) => document.getElementById(id);

  function put(box, text, from = box.selectionStart, to = box.selectionEnd) {
    box.focus();
    box.setSelectionRange(from, to);
    // insertText keeps the browser's own undo working
    if (!document.execCommand("insertText", false, text)) box.setRangeText(text, from, to, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function bold(box) {
    const { selectionStart: from, selectionEnd: to, value } = box;
    const chosen = value.slice(from, to);
    if (chosen.startsWith("**") && chosen.endsWith("**") && chosen.length > 4) return put(box, chosen.slice(2, -2));
    put(box, `**${chosen || "important words"}**`);
    box.setSelectionRange(from + 2, from + 2 + (chosen || "important words").length);
  }

  function list(box) {
    const { value } = box;
    const from = value.lastIndexOf("\n", box.selectionStart - 1) + 1;
    const end = value.indexOf("\n", box.selectionEnd);
    const to = end < 0 ? value.length : end;
    const lines = value.slice(from, to).split("\n");
    const isList = lines.every((line) => line.startsWith("- "));
    put(box, lines.map((line) => (isList ? line.slice(2) : `- ${line}`)).join("\n"), from, to);
  }

  function ask(box, tool) {
    const window = field(windows[tool]), from = box.selectionStart, to = box.selectionEnd;
    const chosen = box.value.slice(from, to);
    if (tool === "link") { field("link-words").value = chosen; field("link-address").value = ""; }
    if (tool === "picture") { field("picture-choice").value = ""; field("picture-words").value = chosen; field("picture-problem").hidden = true; }
    window.returnValue = "";
    window.onclose = () => {
      box.setSelectionRange(from, to);
      box.focus();
      if (!window.returnValue) return;
      if (tool === "fact") put(box, `{{${window.returnValue}}}`, from, to);
      if (tool === "link") putLink(box, from, to);
      if (tool === "picture") put(box, window.markdown, from, to);
    };
    window.showModal();
  }

  function putLink(box, from, to) {
    const address = field("link-address").value.trim();
    if (!address) return;
    const whole = /^(https?:|mailto:|tel:|\/)/i.test(address) ? address : address.includes("@") ? `mailto:${address}` : `https://${address}`;
    const words = (field("link-words").value.trim() || address).replace(/[[\]]/g, "\\$&");
    put(box, `[${words}](${whole.replace(/ /g, "%20").replace(/\)/g, "%29")})`, from, to);
  }

  field("picture-window").querySelector("form").addEventListener("submit", async (event) => {
    const window = field("picture-window");
    if (event.submitter?.value !== "ok") return;
    event.preventDefault();
    const file = field("picture-choice").files[0], words = field("picture-words").value.trim(), problem = field("picture-problem");
    const wrong = (sentence) => { problem.textContent = sentence; problem.hidden = false; };
    if (!file) return wrong("Please choose a picture.");
    if (!words) return wrong("This picture needs a description for people who cannot see it.");
    try {
      const kept = await globalThis.sendPicture(file);
      window.markdown = `![${words.replace(/[[\]]/g, "\\$&").replace(/\s+/g, " ")}](${kept.url})`;
      window.close("ok");
    } catch (refusal) {
      wrong(refusal.message);
    }
  });

  function use(box, tool, row) {
    if (tool === "bold") return bold(box);
    if (tool === "list") return list(box);
    if (tool === "picture" && row) return row.querySelector("[type=file]").click();
    ask(box, tool);
  }

  function equip(box) {
    const row = box.closest("[data-step]");
    const toolbar = template.content.firstElementChild.cloneNode(true);
    const label = box.labels[0]?.textContent.trim() || "this box";
    toolbar.setAttribute("aria-label", `Tools for ${label}`);
    toolbar.setAttribute("aria-controls", box.id);
    const tools = [...toolbar.querySelectorAll("button")];
    tools.forEach((tool, index) => { tool.tabIndex = index ? -1 : 0; });
    toolbar.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const next = tools[(tools.indexOf(document.activeElement) + by + tools.length) % tools.length];
      tools.forEach((tool) => { tool.tabIndex = tool === next ? 0 : -1; });
      next.focus();
    });
    toolbar.addEventListener("click", (event) => {
      const tool = event.target.closest("[data-tool]");
      if (tool) use(box, tool.dataset.tool, row);
    });
    box.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const tool = { b: "bold", k: "link" }[event.key.toLowerCase()];
      if (!tool) return;
      event.preventDefault();
      use(box, tool, row);
    });
    if (row) row.querySelector(".step-tools").prepend(toolbar);
    else box.after(toolbar);
  }

  const form = document.getElementById("article-form");
  form.addEventListener("new-step", (event) => event.detail.querySelectorAll(".markdown-box").forEach(equip));
  form.querySelectorAll(":scope > .field .markdown-box").forEach(equip);
  if (!CSS.supports("field-sizing", "content")) { // Firefox: boxes grow by hand
    const grow = (box) => { box.style.height = "auto"; box.style.height = `${box.scrollHeight + 2}px`; };
    form.addEventListener("input", (event) => { if (event.target.matches("textarea")) grow(event.target); });
    form.addEventListener("new-step", (event) => event.detail.querySelectorAll("textarea").forEach(grow));
    form.querySelectorAll(":scope > .field textarea").forEach(grow);
  }
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches(".one-line")) event.preventDefault();
  });
})();
