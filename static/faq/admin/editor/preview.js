// Shows what patients will see while somebody writes: beside the words on a wide screen, else behind the Preview button.
(() => {
  const form = document.getElementById("article-form");
  const panel = document.getElementById("looking");
  const frame = panel.querySelector("iframe");
  const button = form.querySelector("[data-preview]");
  const desk = panel.parentElement;
  const wide = matchMedia("(min-width: 75rem)");
  const written = new Map(); // what each media rule said at first
  let timer = 0, asked = 0, wanted = wide.matches;

  async function refresh() {
    if (panel.hidden) return;
    const mine = ++asked;
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    try {
      const answer = await fetch(button.formAction, { method: "POST", body: data });
      if (answer.ok && mine === asked) show(await answer.text());
    } catch { /* no connection: the last preview stays */ }
  }

  function show(html) {
    const now = frame.contentDocument?.querySelector("main");
    const page = new DOMParser().parseFromString(html, "text/html"), fresh = page.querySelector("main");
    if (!fresh) return;
    page.querySelector(".preview-bar").remove(); // the heading above the frame says it
    if (now) now.replaceChildren(...fresh.childNodes);
    else frame.srcdoc = `<!doctype html>${page.documentElement.outerHTML}`;
  }

  // Paper: the page's own rules for printing hold on the screen, those for dark and wide screens rest.
  function asPaper(isPaper) {
    const page = frame.contentDocument;
    if (!page) return;
    const rules = [...page.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule.media);
    for (const rule of rules) {
      if (!written.has(rule)) written.set(rule, rule.media.mediaText);
      const was = written.get(rule);
      if (!isPaper) rule.media.mediaText = was;
      else if (was === "print") rule.media.mediaText = "all";
      else if (/dark|min-width/.test(was)) rule.media.mediaText = "not all";
    }
    page.documentElement.style.padding = isPaper ? "2rem" : "";
  }

  function lay() {
    panel.hidden = !wanted;
    desk.classList.toggle("is-beside", wanted && wide.matches);
    button.setAttribute("aria-expanded", String(wanted));
    refresh();
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(refresh, 500);
  }

  button.setAttribute("aria-controls", "looking");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    wanted = panel.hidden;
    lay();
    if (wanted && !wide.matches) panel.querySelector("[data-look-away]").focus();
  });
  panel.addEventListener("click", (event) => {
    if (event.target.closest("[data-look-away]")) {
      wanted = false;
      lay();
      button.focus();
    }
    const look = event.target.closest("[data-look]");
    if (!look) return;
    panel.querySelectorAll("[data-look]").forEach((other) => other.setAttribute("aria-pressed", String(other === look)));
    desk.classList.toggle("is-wide", look.dataset.look !== "phone");
    asPaper(look.dataset.look === "paper");
  });
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") panel.querySelector("[data-look-away]").click(); });
  wide.addEventListener("change", () => { wanted = wide.matches; lay(); });
  form.addEventListener("input", soon);
  form.addEventListener("changed", soon);
  lay();
})();
