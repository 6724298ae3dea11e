// Tags as small labels with a remove button each; the field with commas that works without this script stays underneath.
(() => {
  const kept = document.querySelector("[data-tags]");
  if (!kept) return;
  const form = kept.form;
  const say = (words) => { document.getElementById("announce").textContent = words; };
  const box = document.createElement("div");
  const typed = kept.cloneNode();
  box.className = "tag-box";
  typed.removeAttribute("name");
  typed.removeAttribute("data-tags");
  typed.value = "";
  kept.removeAttribute("id");
  kept.hidden = true;
  kept.after(box);

  const names = () => kept.value.split(",").map((name) => name.trim()).filter(Boolean);
  const same = (one, other) => one.localeCompare(other, undefined, { sensitivity: "accent" }) === 0;

  function show() {
    box.replaceChildren(...names().map(chip), typed);
  }

  function chip(name) {
    const label = document.createElement("span"), button = document.createElement("button");
    label.className = "tag-chip";
    label.append(name, button);
    button.type = "button";
    button.textContent = "×";
    button.setAttribute("aria-label", `Remove the tag ${name}`);
    button.addEventListener("click", () => {
      set(names().filter((other) => other !== name));
      say(`${name} removed.`);
      typed.focus();
    });
    return label;
  }

  function set(list) {
    kept.value = list.join(", ");
    show();
    form.dispatchEvent(new Event("changed"));
  }

  function take() {
    const fresh = typed.value.split(",").map((name) => name.trim()).filter(Boolean);
    typed.value = "";
    if (!fresh.length) return;
    const list = names();
    fresh.forEach((name) => { if (!list.some((other) => same(other, name))) list.push(name); });
    set(list);
    typed.focus();
    say(`${fresh.join(", ")} added.`);
  }

  typed.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); take(); }
    if (event.key === "Backspace" && !typed.value && names().length) {
      const list = names(), gone = list.pop();
      set(list);
      typed.focus();
      say(`${gone} removed.`);
    }
  });
  typed.addEventListener("input", (event) => {
    const isChosen = event.inputType === "insertReplacementText" || !event.inputType;
    const known = [...document.getElementById("known-tags").options].some((option) => option.value === typed.value);
    if (typed.value.includes(",") || (isChosen && known)) take();
  });
  typed.addEventListener("blur", () => { if (typed.value.trim()) { const to = document.activeElement; take(); to?.focus?.(); } });
  form.addEventListener("submit", take, true);
  form.addEventListener("brought-back", show);
  show();
})();
