// Starts the parts of the article editor, on a form that works without any script.

import { initConflict } from "./conflict.js";
import { initDialogs } from "./dialogs.js";
import { form } from "./form.js";
import { initNotes } from "./notes.js";
import { initOpenElsewhere } from "./open_elsewhere.js";
import { initPictures } from "./pictures.js";
import { initPreview } from "./preview.js";
import { initBoxes, openBoxes } from "./rich/boxes.js";
import { initReading } from "./reading.js";
import { initRowOrder } from "./row_order.js";
import { initSteps } from "./steps.js";
import { initOnlyFor } from "./steps/only_for.js";
import { initSubmit } from "./submit.js";
import { initTags } from "./tags.js";
import { initTextareas } from "./textareas.js";
import { initToolbars } from "./toolbar.js";
import { initUnsaved } from "./unsaved.js";

initTextareas();
initDialogs();
initBoxes();
openBoxes([...form.querySelectorAll(".markdown-box")].filter((box) => !box.closest("[data-step]")));
initToolbars();
initPictures();
initSteps();
initOnlyFor();
initRowOrder();
initTags();
initNotes();
initPreview();
// After the steps, which number themselves: what differs from the form as it is now is unsaved.
initUnsaved();
initConflict();
initOpenElsewhere();
initReading();
initSubmit();
