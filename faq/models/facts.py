"""Facts: values that are kept once and used in many articles."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.html import format_html

from faq.models.clinic import WEB, Clinic
from faq.text.links import hosts_with_user_info
from faq.values import contact


class Fact(models.Model):
    """A value kept once and used in many articles."""

    class Kind(models.TextChoices):
        TEXT = "text", "Words"
        ADDRESS = "address", "Web address"
        PHONE = "phone", "Phone number"
        EMAIL = "email", "E-mail address"

    name = models.CharField(
        "Short name",
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"^[\w-]+\Z", "Please use letters, digits and hyphens only, for example: portal-address.")
        ],
        help_text="Staff write it in double braces, for example {{portal-address}}.",
    )
    label = models.CharField(
        "What it is", max_length=80, help_text="In plain words, for example: Address of the patient portal."
    )
    kind = models.CharField("Kind", max_length=10, choices=Kind.choices, default=Kind.TEXT)
    value = models.CharField(
        "What patients see",
        max_length=500,
        blank=True,
        help_text="While this is empty, patients do not see the sentence, item or row that asks for it.",
    )

    class Meta:
        ordering = ["label"]
        verbose_name = "fact"
        verbose_name_plural = "facts"
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="fact_has_a_name")]

    def __str__(self) -> str:
        return self.label

    @classmethod
    def of_clinic(cls, clinic: Clinic) -> dict[str, "Fact"]:
        """Return the details that any article may ask for, by name, for example {{clinic-phone}}."""
        kinds = (
            ("clinic-name", "Name of the clinic", "text", clinic.name),
            ("clinic-phone", "Phone of the clinic", "phone", clinic.phone),
            ("clinic-email", "E-mail of the clinic", "email", clinic.email),
            ("clinic-emergency-phone", "Emergency number of the clinic", "phone", clinic.emergency_phone),
        )
        return {name: cls(name=name, label=label, kind=kind, value=value) for name, label, kind, value in kinds}

    @classmethod
    def by_name(cls) -> dict[str, "Fact"]:
        """Return every fact by its name: those staff keep, and the clinic's own details. Two queries."""
        return cls.of_clinic(Clinic.load()) | {fact.name.casefold(): fact for fact in cls.objects.all()}

    def clean(self) -> None:
        self.name = self.name.casefold()
        if self.name in Clinic.OWN_FACTS:
            raise ValidationError(
                {"name": f"“{self.name}” is kept with the clinic's details. Please choose another short name."}
            )
        if not self.value:
            return
        if self.kind == self.Kind.ADDRESS and not self.value.startswith(WEB):
            raise ValidationError({"value": "A web address begins with https://"})
        if self.kind == self.Kind.ADDRESS and hosts_with_user_info(self.value):
            raise ValidationError({"value": "Please take out the user name or password before the @ in this address."})
        if self.kind == self.Kind.EMAIL and "@" not in self.value:
            raise ValidationError({"value": "An e-mail address has an @ in it."})
        if self.kind == self.Kind.PHONE:
            contact.PHONE(self.value)

    @property
    def address(self) -> str:
        """Where a link made of this fact leads; "" when it is plain words."""
        if self.kind == self.Kind.PHONE:
            return contact.tel(self.value)
        if self.kind == self.Kind.EMAIL:
            return f"mailto:{self.value}"
        return self.value if self.kind == self.Kind.ADDRESS and self.value.startswith(WEB) else ""

    @property
    def as_html(self) -> str:
        """Safe HTML: a link where the kind allows one, else the words."""
        if not self.value or not self.address:
            return format_html("{}", self.value)
        return format_html('<a class="bare" href="{}" rel="noopener noreferrer">{}</a>', self.address, self.value)
