"""What staff fill in for an article, apart from its steps, files and videos."""

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q

from faq.admin.fields import MarkdownWidget, PersonField, drop_maxlength, names_of_tags, speak_plainly
from faq.admin.formsets import NOT_WHOLE
from faq.admin.not_saved import KeptForm
from faq.models import Article
from faq.models.parts import PARTS, Kind, of_kind
from faq.publishing.kinds import Content, value_in
from faq.search.index.documents import MOST_WAYS_OF_ASKING
from faq.text.links import refuse_user_info

# Parts that have forms of their own
_ELSEWHERE = (Kind.STEPS, Kind.READER_QUESTIONS, Kind.FILES, Kind.VIDEOS)
_WIDGETS = {
    Kind.MARKDOWN: lambda: MarkdownWidget(attrs={"rows": 3}),
    Kind.TEXT: lambda: forms.Textarea(attrs={"rows": 3}),
    Kind.CHOICE: forms.RadioSelect,
}


class ArticleForm(KeptForm, forms.ModelForm):
    """Labels, help and limits are the model's. The form only checks: what was filled in goes to `actions.save`."""

    tags = forms.CharField(
        label="Tags",
        required=False,
        help_text="Words to browse by, with commas between them, for example: Portal, Password.",
        widget=forms.TextInput(attrs={"list": "known-tags", "autocomplete": "off", "data-tags": ""}),
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid"), NOT_WHOLE)
    )

    FIRST = ("title", "short_answer")
    AFTER_STEPS = ("body", "tags")

    class Meta:
        model = Article
        fields = [part.name for part in PARTS if part.kind not in _ELSEWHERE]
        field_classes = {part.name: PersonField for part in of_kind(Kind.PERSON)}
        widgets = {part.name: _WIDGETS[part.kind]() for part in of_kind(*_WIDGETS)} | {
            "title": forms.Textarea(attrs={"rows": 1, "class": "one-line"}),
            "short_answer": MarkdownWidget(attrs={"rows": 2}),
            "body": MarkdownWidget(attrs={"rows": 4, "data-headings": ""}),
        }
        error_messages = {
            "title": {
                "required": "Please write the question, as a patient would ask it.",
                "max_length": "This question has %(show_value)d letters. Please keep it under %(limit_value)d.",
            },
            "short_answer": {
                "max_length": "This has %(show_value)d letters. Please move a part of it to “More detail”."
            },
        }

    field_order = (*FIRST, *AFTER_STEPS)

    def __init__(self, *args: object, article: Article | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        people = Q(is_staff=True, is_active=True) | Q(articles=article.pk if article else None)
        everybody = get_user_model().objects.filter(people).distinct()
        self.fields["owner"].queryset = everybody.order_by("first_name", "username")
        self.fields["owner"].empty_label = "Nobody in particular"
        self.fields["slug"].required = False
        for part in of_kind(Kind.MARKDOWN):
            self.fields[part.name].validators.append(refuse_user_info)
        drop_maxlength(self)
        speak_plainly(self.fields)
        asked_like = self["asked_like"]
        asked_like.help_text += f" {_ways_in_words(str(asked_like.value() or ''))}"

    def clean_tags(self) -> list[str]:
        return names_of_tags(self.cleaned_data["tags"])

    def validate_unique(self) -> None:
        """Nothing: the verb chooses an address that is free, or says whose the one asked for is."""

    def content(self) -> Content:
        """What was filled in, as `actions.save` takes it; blank what is wrong; what has a form of its
        own (steps, questions to readers, files, videos) is not included.
        """
        people = {part.name for part in of_kind(Kind.PERSON)}
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        for name in people & values.keys():
            values[name] = values[name].get_username() if values[name] else ""
        return {part.name: value_in(values, part) for part in PARTS if part.kind not in _ELSEWHERE}

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    @property
    def after_steps(self) -> list[forms.BoundField]:
        return [self[name] for name in self.AFTER_STEPS]

    @property
    def folded(self) -> list[forms.BoundField]:
        """All other fields, those added later included."""
        return [field for field in self.visible_fields() if field.name not in self.FIRST + self.AFTER_STEPS]

    @property
    def folded_is_wrong(self) -> bool:
        return any(field.errors for field in self.folded)


def _ways_in_words(lines: str) -> str:
    """Return why ways of asking help and how many of them there are, of those that search compares by meaning."""
    count = sum(1 for line in lines.splitlines() if line.strip())
    why = "Each is found as if it were the question itself, and eight or more make a clear difference."
    if count > MOST_WAYS_OF_ASKING:
        return f"{why} Now {count}: the first {MOST_WAYS_OF_ASKING} count most."
    return f"{why} Now {count} of {MOST_WAYS_OF_ASKING}."


def initial_values(content: Content) -> dict[str, object]:
    """Return what the form shows at first for `content`."""
    person = get_user_model().objects.filter(username=content["owner"]).first() if content["owner"] else None
    return {**content, "tags": ", ".join(content["tags"]), "owner": person}
