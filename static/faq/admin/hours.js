// "Same as Monday" fills a day at once. Without this script the button sends the form, which comes back filled.

const FIELDS = ["all_day", "from_1", "to_1", "from_2", "to_2"];
const said = document.getElementById("filled");

function field(prefix, name) {
  return document.getElementsByName(`${prefix}-${name}`)[0];
}

function fill(event) {
  const button = event.target.closest("[name=_same_as_monday]");
  if (!button) return;
  event.preventDefault();
  for (const name of FIELDS) {
    const from = field("hours-mon", name);
    const to = field(button.value, name);
    to.value = from.value;
    to.checked = from.checked;
  }
  const day = button.closest(".times");
  if (field(button.value, "from_2").value || field(button.value, "to_2").value) day.querySelector("details").open = true;
  said.textContent = `${day.querySelector(".times-name").textContent} has the times of Monday now. Nothing is saved yet.`;
}

document.addEventListener("click", fill);
