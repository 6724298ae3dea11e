// A colour can be picked from a palette beside the field it is written in.
(() => {
  const written = document.getElementById("id_accent");
  const picker = document.createElement("input");
  picker.type = "color";
  picker.value = /^#[0-9a-f]{6}$/i.test(written.value) ? written.value : "#1f6f5c";
  picker.setAttribute("aria-label", "Pick a colour");
  picker.addEventListener("input", () => { written.value = picker.value; });
  written.addEventListener("input", () => { if (/^#[0-9a-f]{6}$/i.test(written.value)) picker.value = written.value; });
  written.after(picker);
})();
