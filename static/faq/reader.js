/* What scripts add to the pages of readers; without this file all of them work.

   Suggestions while typing on every search box; an article's picture opens large over the page (else at its own address);
   the link to an article can be copied (else sent by e-mail). One file, as each costs a phone a trip. */
"use strict";

(() => {
  const WAIT = 150; // milliseconds of quiet before asking
  const SHORTEST = 2; // characters worth asking for
  const LONGEST = 300; // characters that are searched for
  let boxes = 0;

  function enhance(form) {
    const input = form.querySelector("input[name=q]");
    if (!input) return;
    const address = new URL("suggestions/", form.action);
    const list = document.createElement("ul");
    const status = document.createElement("p");
    let timer, request, chosen = -1, asked = "";

    list.id = `suggestions-${++boxes}`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggested articles");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    form.append(list, status);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
      input.setAttribute(name, value);
    }

    function options() { return [...list.children]; }

    function close() {
      clearTimeout(timer);
      if (request) request.abort();
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      status.textContent = "";
      choose(-1);
    }

    function choose(place) {
      chosen = place;
      options().forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
      const option = options()[place];
      if (option) {
        input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else {
        input.removeAttribute("aria-activedescendant");
      }
    }

    function show({ suggestions, urgent }, typed) {
      const count = suggestions.length;
      const shown = urgent ? [urgentOption(urgent)] : suggestions.map(optionOf);
      if (shown.length) shown.push(searchOption(typed));
      shown.forEach((option, at) => { option.id = `${list.id}-${at}`; });
      list.replaceChildren(...shown);
      list.hidden = shown.length === 0;
      input.setAttribute("aria-expanded", String(shown.length > 0));
      choose(-1);
      if (urgent) { status.textContent = urgent.title; return; }
      status.textContent = count === 0 ? "" : count === 1 ? "1 suggestion. Press the down arrow to reach it." : `${count} suggestions. Press the down arrow to reach them.`;
    }

    function newOption(url, className) {
      const option = document.createElement("li");
      option.className = className;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = url;
      return option;
    }

    function optionOf(suggestion) {
      const option = newOption(suggestion.url, "suggestion");
      const title = written("", "");
      title.append(...suggestion.pieces.map(([words, isMarked]) => {
        const piece = isMarked ? document.createElement("mark") : document.createTextNode("");
        piece.textContent = words;
        return piece;
      }));
      option.append(title);
      if (suggestion.note) option.append(" ", written(suggestion.note, "suggestion-note"));
      return option;
    }

    function pageOf(typed) {
      const page = new URL(form.action);
      page.search = new URLSearchParams({ q: typed });
      return page.href;
    }

    function urgentOption(urgent) {
      const option = newOption(urgent.url || pageOf(input.value), "suggestion suggestion-urgent");
      option.textContent = urgent.title;
      return option;
    }

    function searchOption(typed) {
      const option = newOption(pageOf(typed), "suggestion suggestion-search");
      const words = document.createElement("b");
      words.dir = "auto";
      words.textContent = typed.trim();
      option.append("Search for “", words, "”");
      return option;
    }

    /* Words of staff: in the direction of their own letters, and in the language of the articles where that is known. */
    function written(words, className) {
      const part = document.createElement("span");
      part.className = className;
      part.dir = "auto";
      if (form.dataset.articlesIn) part.lang = form.dataset.articlesIn;
      part.textContent = words;
      return part;
    }

    async function ask() {
      const typed = input.value.trimStart().slice(0, LONGEST);
      if (typed.trim().length < SHORTEST) { close(); return; }
      if (typed === asked && !list.hidden) return;
      asked = typed;
      if (request) request.abort();
      request = new AbortController();
      address.search = new URLSearchParams({ q: typed });
      try {
        const response = await fetch(address, { signal: request.signal, credentials: "same-origin" });
        if (!response.ok) close(); // what is shown belongs to other words
        else if (document.activeElement === input) show(await response.json(), typed);
      } catch (error) {
        if (error.name !== "AbortError") close(); // offline: the form still submits
      }
    }

    input.addEventListener("input", () => {
      choose(-1); // it was chosen for other words: Enter now searches for what is typed
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const count = options().length;
      const isOpen = !list.hidden && count > 0;
      if (event.key === "Escape" && isOpen) {
        event.preventDefault(); // the browser would empty the field
        close();
      } else if (event.key === "ArrowDown" && !event.altKey) {
        if (!isOpen) { asked = ""; ask(); } else choose(chosen + 1 < count ? chosen + 1 : -1);
        event.preventDefault();
      } else if (event.key === "ArrowUp" && isOpen) {
        choose(chosen === -1 ? count - 1 : chosen - 1);
        event.preventDefault();
      } else if (event.key === "Enter" && isOpen && chosen >= 0) {
        event.preventDefault();
        window.location.assign(options()[chosen].dataset.url);
      }
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) window.location.assign(option.dataset.url);
    });
  }

  document.querySelectorAll("form.search-box").forEach(enhance);
})();

(() => {
  function openLarge(link) {
    const picture = link.querySelector("img");
    const dialog = document.createElement("dialog");
    dialog.className = "large-picture";
    dialog.setAttribute("aria-label", picture.alt || "Picture");
    const large = document.createElement("img");
    large.src = link.href;
    large.alt = picture.alt;
    const close = document.createElement("button");
    close.className = "button";
    close.type = "button";
    close.textContent = "Close";
    dialog.append(close, large);
    dialog.addEventListener("click", () => dialog.close()); // anywhere; Escape is the browser's
    dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
    document.body.append(dialog);
    dialog.showModal();
  }

  document.querySelector("main").addEventListener("click", (event) => {
    const link = event.target.closest(".article .step-picture a, .article a.picture");
    const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button;
    if (!link || opensElsewhere || !window.HTMLDialogElement) return;
    event.preventDefault();
    openLarge(link);
  });

  // What was ticked is kept nowhere, by a browser that loads the page again neither
  for (const box of document.querySelectorAll(".step-done input, .checklist input")) {
    box.autocomplete = "off";
    box.checked = box.defaultChecked;
  }

  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  const share = document.querySelector(".share:last-of-type");
  const canonical = document.querySelector("link[rel=canonical]");
  if (!share || !canonical || !navigator.clipboard) return;
  const copy = document.createElement("button");
  copy.type = "button";
  copy.className = "link-button";
  copy.textContent = "Copy the link";
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(share.dataset.url ?? canonical.href);
      said.textContent = "The link is copied.";
    } catch {
      said.textContent = "Please copy the address at the top of the window.";
    }
  });
  share.after(" ", copy, " ", said);
})();

/* Steps that are read out: the left and right arrow keys go from one to the next. */
(() => {
  const steps = [...document.querySelectorAll(".read-step")];
  if (!steps.length) return;
  const ways = { ArrowRight: 1, ArrowLeft: -1 }; // the other keys scroll, as everywhere
  document.addEventListener("keydown", (event) => {
    const way = ways[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, button, a")) return;
    const here = steps.findIndex((step) => `#${step.id}` === location.hash);
    const next = steps[Math.min(Math.max(here + way, 0), steps.length - 1)];
    event.preventDefault();
    location.hash = next.id;
    next.focus();
  });
})();
