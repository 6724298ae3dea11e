/* On an article's page: a picture opens large over the page, and its link can be copied. Without this file a picture opens
   at its own address, and the page can be sent by e-mail. */
"use strict";

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
    const link = event.target.closest(".step-picture a, a.picture");
    const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button;
    if (!link || opensElsewhere || !window.HTMLDialogElement) return;
    event.preventDefault();
    openLarge(link);
  });

  const share = document.querySelector(".share");
  const canonical = document.querySelector("link[rel=canonical]");
  if (!share || !canonical || !navigator.clipboard) return;
  const copy = document.createElement("button");
  copy.type = "button";
  copy.className = "link-button";
  copy.textContent = "Copy the link";
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(canonical.href);
    said.textContent = "The link is copied.";
  });
  share.after(" ", copy, " ", said);
})();
