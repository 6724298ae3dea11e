from django.db import migrations

from faq.text import fingerprints


def fill(apps, schema_editor):
    """Keep the fingerprints of the steps that are there, as every save does from now on."""
    texts = {}
    for step in apps.get_model("faq", "Step").objects.exclude(text="").iterator(500):
        texts.setdefault(step.article_id, []).append(step.text)
    StepFingerprint = apps.get_model("faq", "StepFingerprint")
    for article, steps in texts.items():
        rows = (StepFingerprint(article_id=article, value=value) for value in sorted(fingerprints.of_all(steps)))
        StepFingerprint.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ('faq', '0027_step_fingerprints'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
