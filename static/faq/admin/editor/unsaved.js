// No word is lost: a copy is kept in this tab while somebody writes, leaving asks first, and nothing is sent once signed out.
(() => {
  const form = document.getElementById("article-form");
  const key = `unsaved ${form.dataset.article}`;
  const version = form.querySelector("[name=version]").value;
  let dirty = form.hasAttribute("data-unsaved"), state = "idle", timer = 0; // idle, asking, go, sending

  const fields = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  const original = JSON.stringify(fields());
  const read = () => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
  const forget = () => { try { sessionStorage.removeItem(key); } catch { /* private window: nothing is kept anyway */ } };

  function keep() {
    const now = fields();
    mark(form.hasAttribute("data-unsaved") || JSON.stringify(now) !== original);
    if (!dirty) return forget();
    try { sessionStorage.setItem(key, JSON.stringify({ version, at: Date.now(), fields: now })); } catch { /* full: leaving still asks */ }
  }

  function mark(isDirty) {
    dirty = isDirty;
    document.getElementById("unsaved").hidden = !dirty;
  }

  function soon() {
    dirty = true; // until `keep` has looked closer
    clearTimeout(timer);
    timer = setTimeout(keep, 400);
  }

  function bringBack(copy) {
    const count = Number((copy.fields.find(([name]) => name === "steps-TOTAL_FORMS") || [0, 0])[1]);
    const total = form.querySelector("[name=steps-TOTAL_FORMS]");
    form.querySelectorAll("[data-step]").forEach((row) => row.remove());
    total.value = 0;
    const used = new Set(copy.fields.map(([name]) => name));
    for (let index = 0; index < count; index += 1) {
      if (used.has(`steps-${index}-text`)) document.querySelector("[data-add-step]").click();
      else total.value = Number(total.value) + 1;
    }
    for (const [name, value] of copy.fields) {
      if (name === "steps-TOTAL_FORMS") continue;
      const field = form.elements[name];
      if (!field) continue;
      if (field instanceof RadioNodeList) field.value = value;
      else if (field.type === "checkbox") field.checked = true;
      else field.value = value;
      const row = field.closest?.("[data-step]");
      if (row && name.endsWith("-include") && value) row.classList.add("step-row-include");
      if (row && name.endsWith("-picture") && value) globalThis.showPicture(row, form.dataset.mediaUrl + value);
    }
    form.dispatchEvent(new Event("brought-back"));
    form.dispatchEvent(new Event("changed"));
    window.scrollTo(0, 0);
  }

  function offer(copy) {
    const told = document.createElement("div");
    told.className = "told told-info";
    told.setAttribute("role", "status");
    const at = new Date(copy.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    const words = document.createElement("p");
    words.textContent = `What you wrote here until ${at} was not saved. Do you want it back?`;
    const yes = document.createElement("button"), no = document.createElement("button");
    [yes, no].forEach((button) => { button.type = "button"; button.className = "button button-quiet"; });
    yes.textContent = "Bring it back";
    no.textContent = "No, forget it";
    yes.addEventListener("click", () => { told.remove(); bringBack(copy); form.elements.title.focus(); });
    no.addEventListener("click", () => { told.remove(); forget(); form.elements.title.focus(); });
    const buttons = document.createElement("p");
    buttons.className = "form-buttons";
    buttons.append(yes, no);
    told.append(words, buttons);
    form.closest(".desk").before(told);
  }

  async function stillSignedIn() {
    try {
      const answer = await (await fetch(form.dataset.signedInUrl)).json();
      if (answer.token) document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = answer.token; });
      return answer.signed_in;
    } catch {
      return true; // no answer: let the browser say so itself
    }
  }

  form.addEventListener("submit", async (event) => {
    if (event.submitter?.hasAttribute("data-preview")) return;
    if (state === "go") { state = "sending"; return; }
    event.preventDefault();
    if (state !== "idle") return; // pressed twice: sent once
    const button = event.submitter;
    state = "asking";
    keep();
    if (!(await stillSignedIn())) {
      state = "idle";
      document.getElementById("signed-out-window").showModal();
      return;
    }
    state = "go";
    try { sessionStorage.setItem("sent", key); } catch { /* private window */ }
    form.requestSubmit(button);
  });
  form.addEventListener("input", soon);
  form.addEventListener("changed", soon);
  window.addEventListener("beforeunload", (event) => { if (dirty && state !== "sending") event.preventDefault(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) state = "idle"; });

  window.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[name=_save], [name=_over], [name=_recover]"));
  });

  (document.getElementById("problems") || document.getElementById("told"))?.focus(); // so that it is read out
  const arrived = document.querySelector(".told-success, .told-warning:not(.conflict)");
  if (arrived && !form.hasAttribute("data-unsaved") && sessionStorage.getItem("sent")) sessionStorage.removeItem(sessionStorage.getItem("sent"));
  sessionStorage.removeItem("sent");
  const copy = read();
  if (form.hasAttribute("data-unsaved")) keep();
  else if (copy && JSON.stringify(copy.fields) !== original) offer(copy);
})();
