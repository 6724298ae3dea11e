"""What staff may change of an article that a file brings, before it is written."""

import re

from django import forms

from faq.admin.fields import drop_maxlength, names_of_tags, speak_plainly
from faq.admin.not_saved import KeptForm
from faq.models import Article
from faq.publishing import batches, questions
from faq.publishing.importing.preview import Row
from faq.publishing.kinds import Content

_CHANGED_AND_SHARED = (
    "You changed the steps, so those of the other article cannot stand here. Please untick this, or take back what you"
    " changed."
)
_NO_FILE = "Please choose a file first."
_BEGINS = re.compile(r"\d{1,3}[.)]\s+")


class LinesField(forms.CharField):
    """Lines as we keep them: browsers send two characters for the end of each."""

    def to_python(self, value: object) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class UploadForm(KeptForm, forms.Form):
    file = forms.FileField(
        label="File",
        help_text=(
            "A document (.docx), a saved web page (.html), plain text (.txt), Markdown (.md), a table (.csv, .xlsx),"
            " .json, or a .zip of several with their pictures. At most 25 MB."
        ),
        error_messages={"required": _NO_FILE, "empty": "This file is empty. Please choose another one."},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        speak_plainly(self.fields)


class ArticleRowForm(KeptForm, forms.Form):
    """One article; what stays untouched is written as the file has it."""

    use_required_attribute = False

    is_wanted = forms.BooleanField(label="Bring this one in", required=False)
    title = forms.CharField(
        label="Question",
        required=False,
        max_length=Article.title.field.max_length,
        help_text="As a patient would ask it.",
        error_messages={
            "max_length": "This question has %(show_value)d letters. Please keep it under %(limit_value)d."
        },
    )
    tags = forms.CharField(label="Tags", required=False, help_text="With commas between them.")
    steps = LinesField(
        label="Steps",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Each step begins with its number. Lines without one belong to the step above.",
    )
    asked_like = LinesField(
        label="Patients also ask it like this",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One way of asking per line.",
    )
    is_shared = forms.BooleanField(label="Show the steps of that article", required=False)

    def __init__(self, row: Row, taken: set[str], *args: object, **kwargs: object) -> None:
        """`taken` are the keys of all questions that are there already."""
        initial = {
            "is_wanted": not row.problems,
            "title": row.content["title"],
            "tags": ", ".join(row.content["tags"]),
            "steps": steps_as_text(row.content["steps"]),
            "asked_like": row.content["asked_like"],
        }
        super().__init__(*args, prefix=f"row-{row.number}", initial=initial, **kwargs)
        self.row, self._taken = row, taken
        drop_maxlength(self)
        speak_plainly(self.fields)

    def clean_tags(self) -> list[str]:
        return names_of_tags(self.cleaned_data["tags"])

    def clean_title(self) -> str:
        title = " ".join(self.cleaned_data["title"].split())
        is_wanted = self.cleaned_data.get("is_wanted")
        if is_wanted and questions.key(title) in self._taken:
            raise forms.ValidationError(questions.TAKEN)
        return title

    def clean(self) -> dict:
        """What is wrong with an article that nobody wants is nobody's concern."""
        data = super().clean() or {}
        if not data.get("is_wanted"):
            self._errors = self.errors.__class__()
        elif data.get("is_shared") and "steps" in self.changed_data:
            self.add_error("is_shared", _CHANGED_AND_SHARED)
        elif not self.errors and (refusal := batches.prepared({**self.content(), "title": "?"}).refusal):
            self.add_error(None, refusal)
        return data

    def content(self) -> Content:
        """The article as it was left."""
        changed = {name: self.cleaned_data[name] for name in ("title", "tags", "asked_like")}
        if "steps" in self.changed_data:
            changed["steps"] = steps_from_text(self.cleaned_data["steps"])
        return {**self.row.content, **changed}


def steps_as_text(steps: list[dict[str, str]]) -> str:
    """Return the steps with a number each, as a person would write them down."""
    texts = (f"Steps of: {step['include']}" if "include" in step else step.get("text", "") for step in steps)
    return "\n".join(f"{number}. {text.strip()}" for number, text in enumerate(texts, start=1))


def steps_from_text(text: str) -> list[dict[str, str]]:
    """Return the steps in `text`: one for each line with a number, or one a line where none has."""
    lines = [line.rstrip() for line in text.split("\n")]
    has_numbers = any(map(_BEGINS.match, lines))
    steps: list[str] = []
    for line in lines:
        found = _BEGINS.match(line)
        if steps and has_numbers and not found:
            steps[-1] += f"\n{line}"
        elif line.strip():
            steps.append(line[found.end() :] if found else line)
    texts = [step.strip() for step in steps]
    shared = "Steps of: "
    return [{"include": each.removeprefix(shared)} if each.startswith(shared) else {"text": each} for each in texts]
