// Topics are ordered by dragging their grip, or by their buttons Up and Down. Without this script each has a number.

const list = document.getElementById("topics");
const said = document.getElementById("moved");
let dragged = null;

function rows() {
  return [...list.children];
}

function renumber() {
  rows().forEach((row, index) => { row.querySelector("input").value = index + 1; });
}

function tell(row) {
  renumber();
  const name = row.querySelector(".topic-name").textContent.trim();
  said.textContent = `${name}: now ${rows().indexOf(row) + 1} of ${rows().length}.`;
}

function press(event) {
  const button = event.target.closest("[data-move]");
  if (!button) return;
  const row = button.closest("li");
  const { previousElementSibling: before, nextElementSibling: after } = row;
  // The other row moves, so that the button keeps the focus
  if (button.dataset.move === "up" && before) row.after(before);
  if (button.dataset.move === "down" && after) row.before(after);
  tell(row);
}

function middle(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}

function begin(event) {
  const grip = event.target.closest(".grip");
  if (!grip || event.button) return;
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  dragged = grip.closest("li");
  dragged.classList.add("is-dragged");
}

function drag(event) {
  if (!dragged) return;
  // The other rows move: a browser lets go of a pointer whose element is moved
  while (dragged.previousElementSibling && event.clientY < middle(dragged.previousElementSibling)) dragged.after(dragged.previousElementSibling);
  while (dragged.nextElementSibling && event.clientY > middle(dragged.nextElementSibling)) dragged.before(dragged.nextElementSibling);
}

function end() {
  if (!dragged) return;
  dragged.classList.remove("is-dragged");
  tell(dragged);
  dragged = null;
}

if (list) {
  for (const part of list.querySelectorAll(".grip, .topic-moves")) part.hidden = false;
  for (const part of list.querySelectorAll(".topic-number")) part.hidden = true;
  document.querySelector(".save-bar .quiet").textContent = "Drag a topic by its dots, or press Up and Down.";
  renumber();
  list.addEventListener("click", press);
  list.addEventListener("pointerdown", begin);
  list.addEventListener("pointermove", drag);
  list.addEventListener("pointerup", end);
  list.addEventListener("pointercancel", end);
}
