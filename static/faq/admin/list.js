// Says how many lines of a list are ticked. What can be done with them appears without any script.

const form = document.getElementById("changelist-form");
const words = document.getElementById("ticked-words");
const said = document.getElementById("ticked");

function tell() {
  const count = form.querySelectorAll(".action-select:checked").length;
  words.textContent = `With the ${count} ticked`;
  said.textContent = count ? `${count} ticked. What can be done with them follows the list.` : "";
}

if (words) {
  form.addEventListener("change", (event) => event.target.matches(".action-select") && tell());
  // A browser keeps the ticks of a page that one comes back to
  window.addEventListener("pageshow", tell);
}
