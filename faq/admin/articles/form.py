"""What staff fill in for an article, apart from its steps."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q

from faq.admin.fields import MarkdownField, drop_maxlength
from faq.errors import RefusedError
from faq.models import Article
from faq.models.tag import clean_name
from faq.publishing import tags
from faq.publishing.kinds import Content
from faq.text.markdown import MAX_LENGTH


def _from_model(name: str) -> dict[str, object]:
    """The label and help that the model gives the field `name`."""
    field = Article._meta.get_field(name)
    return {"label": field.verbose_name, "help_text": field.help_text}


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person: AbstractBaseUser) -> str:
        return person.get_full_name() or person.get_username()


class ArticleForm(forms.Form):
    title = forms.CharField(
        **_from_model("title"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 1, "class": "one-line"}),
        error_messages={
            "required": "Please write the question, as a patient would ask it.",
            "max_length": "This question has %(show_value)d letters. Please keep it under %(limit_value)d.",
        },
    )
    short_answer = MarkdownField(
        **_from_model("short_answer"),
        required=False,
        max_length=2_000,
        rows=2,
        error_messages={"max_length": "This has %(show_value)d letters. Please move a part of it to “More detail”."},
    )
    body = MarkdownField(**_from_model("body"), required=False, max_length=MAX_LENGTH, rows=4)
    tags = forms.CharField(
        label="Tags",
        required=False,
        help_text="Words to browse by, with commas between them, for example: Portal, Password.",
        widget=forms.TextInput(attrs={"list": "known-tags", "autocomplete": "off", "data-tags": ""}),
    )
    slug = forms.CharField(**_from_model("slug"), required=False, max_length=100)
    asked_like = forms.CharField(
        **_from_model("asked_like"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    audience = forms.ChoiceField(**_from_model("audience"), choices=Article.Audience.choices, widget=forms.RadioSelect)
    owner = PersonField(**_from_model("owner"), queryset=None, required=False, empty_label="Nobody in particular")
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, error_messages={"required": "", "invalid": ""})

    FIRST = ("title", "short_answer")
    AFTER_STEPS = ("body", "tags")
    FOLDED = ("slug", "asked_like", "audience", "owner")

    def __init__(self, *args: object, article: Article | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        people = Q(is_staff=True, is_active=True) | Q(articles=article.pk if article else None)
        everybody = get_user_model().objects.filter(people).distinct()
        self.fields["owner"].queryset = everybody.order_by("first_name", "username")
        drop_maxlength(self)

    def clean_tags(self) -> list[str]:
        names = [name for name in map(clean_name, self.cleaned_data["tags"].split(",")) if name]
        try:
            for name in names:
                tags.check_name(name)
        except RefusedError as refusal:
            raise forms.ValidationError(refusal.sentences) from None
        return names

    def content(self) -> Content:
        """What was filled in, as `actions.save` takes it; steps not included."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return {**values, "owner": values["owner"].get_username() if values["owner"] else ""}

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    @property
    def after_steps(self) -> list[forms.BoundField]:
        return [self[name] for name in self.AFTER_STEPS]

    @property
    def folded(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FOLDED]

    @property
    def folded_is_wrong(self) -> bool:
        return any(self[name].errors for name in self.FOLDED)


def initial_values(content: Content) -> dict[str, object]:
    """Return what the form shows at first for `content`."""
    person = get_user_model().objects.filter(username=content["owner"]).first() if content["owner"] else None
    return {**content, "tags": ", ".join(content["tags"]), "owner": person}
