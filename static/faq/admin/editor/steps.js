// Steps as compact rows: add, remove, move by button or by dragging. Without this script each row still has its order number.
(() => {
  const form = document.getElementById("article-form");
  const list = document.getElementById("step-rows");
  const template = document.getElementById("step-template");
  const total = form.querySelector("[name=steps-TOTAL_FORMS]");
  const rows = () => [...list.querySelectorAll("[data-step]")];
  const staying = () => rows().filter((row) => !row.classList.contains("is-gone"));
  const say = (words) => { document.getElementById("announce").textContent = words; };
  const part = (row, name) => row.querySelector(`[name$="-${name}"]`);

  function renumber() {
    staying().forEach((row, index) => {
      const number = index + 1;
      part(row, "ORDER").value = number;
      row.querySelector("[data-step-name]").textContent = `Step ${number}`;
      const up = row.querySelector("[data-up]"), down = row.querySelector("[data-down]");
      up.setAttribute("aria-label", `Move step ${number} up`);
      down.setAttribute("aria-label", `Move step ${number} down`);
      row.querySelector("[data-remove]").setAttribute("aria-label", `Remove step ${number}`);
      up.setAttribute("aria-disabled", String(index === 0));
      down.setAttribute("aria-disabled", String(number === staying().length));
    });
    form.dispatchEvent(new Event("changed"));
  }

  function dress(row) {
    row.querySelector("[data-step-mark]").draggable = true;
    if (part(row, "DELETE").checked) remove(row);
    form.dispatchEvent(new CustomEvent("new-step", { detail: row }));
  }

  function isBlank(row) {
    return ["text", "picture", "picture_alt", "include"].every((name) => !part(row, name).value.trim()) && !row.querySelector(".wrong");
  }

  function add(isInclude) {
    const holder = document.createElement("ol");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
    total.value = Number(total.value) + 1;
    const row = holder.querySelector("[data-step]");
    show(row);
    row.classList.toggle("step-row-include", isInclude);
    list.append(row);
    dress(row);
    renumber();
    part(row, isInclude ? "include" : "text").focus();
    say(`Step ${staying().length} added.`);
  }

  function remove(row) {
    part(row, "DELETE").checked = true;
    row.classList.add("is-gone");
    row.querySelector("[data-step-gone]").hidden = false;
  }

  function move(row, by, button) {
    const order = staying(), from = order.indexOf(row), to = from + by;
    if (to < 0 || to >= order.length) return say(by < 0 ? "This is the first step." : "This is the last step.");
    order[to][by < 0 ? "before" : "after"](row);
    renumber();
    button.focus();
    row.scrollIntoView({ block: "nearest" });
    say(`Now step ${to + 1} of ${order.length}.`);
  }

  function show(root) {
    root.querySelectorAll("[data-needs-script]").forEach((element) => { element.hidden = false; });
  }

  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-step]"), button = event.target.closest("button");
    if (!row || !button) return;
    if (button.matches("[data-up]")) move(row, -1, button);
    if (button.matches("[data-down]")) move(row, 1, button);
    if (button.matches("[data-remove]")) {
      const number = staying().indexOf(row) + 1;
      if (isBlank(row)) {
        const next = row.nextElementSibling || row.previousElementSibling;
        row.remove();
        (next && !next.classList.contains("is-gone") ? part(next, "text") : document.querySelector("[data-add-step]")).focus();
      } else {
        remove(row);
        row.querySelector("[data-keep]").focus();
      }
      renumber();
      say(`Step ${number} removed.`);
    }
    if (button.matches("[data-keep]")) {
      part(row, "DELETE").checked = false;
      row.classList.remove("is-gone");
      row.querySelector("[data-step-gone]").hidden = true;
      renumber();
      row.querySelector("[data-remove]").focus();
      say("The step stays.");
    }
  });

  document.querySelector("[data-add-step]").addEventListener("click", () => add(false));
  document.querySelector("[data-add-include]").addEventListener("click", () => add(true));

  let dragged = null;
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.matches?.("[data-step-mark]") ? event.target.closest("[data-step]") : null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setDragImage(dragged, 10, 10);
    dragged.classList.add("is-dragged");
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-step]");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
  });
  list.addEventListener("drop", (event) => { if (dragged) event.preventDefault(); });
  list.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.classList.remove("is-dragged");
    dragged = null;
    renumber();
  });

  form.classList.add("scripted");
  show(form);
  rows().filter(isBlank).forEach((row) => row.remove());
  rows().forEach(dress);
  renumber();
})();
