// Starts the parts of the article editor, on a form that works without any script.

import { initDialogs } from "./dialogs.js";
import { initPictures } from "./pictures.js";
import { initPreview } from "./preview.js";
import { initSteps } from "./steps.js";
import { initSubmit } from "./submit.js";
import { initTags } from "./tags.js";
import { initTextareas } from "./textareas.js";
import { initToolbars } from "./toolbar.js";
import { initUnsaved } from "./unsaved.js";

initTextareas();
initDialogs();
initToolbars();
initPictures();
initSteps();
initTags();
initPreview();
// After the steps, which number themselves: what differs from the form as it is now is unsaved.
initUnsaved();
initSubmit();
