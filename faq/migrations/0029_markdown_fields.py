"""Says that three columns hold Markdown. What is stored is the same text as before, so the database is left alone."""

from django.core.validators import MaxLengthValidator
from django.db import migrations
from markdownx.models import MarkdownxField


class Migration(migrations.Migration):
    dependencies = [("faq", "0028_fill_step_fingerprints")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="article",
                    name="short_answer",
                    field=MarkdownxField(
                        blank=True,
                        help_text="One or two sentences for people in a hurry. It stands above the steps.",
                        validators=[MaxLengthValidator(2000)],
                        verbose_name="Short answer",
                    ),
                ),
                migrations.AlterField(
                    model_name="article",
                    name="body",
                    field=MarkdownxField(
                        blank=True,
                        help_text="Anything worth knowing after the steps. May stay empty.",
                        validators=[MaxLengthValidator(50000)],
                        verbose_name="More detail",
                    ),
                ),
                migrations.AlterField(
                    model_name="step",
                    name="text",
                    field=MarkdownxField(
                        blank=True,
                        help_text="One action, for example: Click on “Reset Password”.",
                        validators=[MaxLengthValidator(5000)],
                        verbose_name="What to do",
                    ),
                ),
            ]
        )
    ]
