import re

from django.db import migrations

NAME = re.compile(r"pictures/[0-9a-f]{32}-[0-9]{1,5}x[0-9]{1,5}\.(?:png|jpg|webp)")


def names_in(html):
    steps = html["steps"]
    texts = [html["short_answer"], html["body"], *(step.get("html", "") for step in steps)]
    in_texts = {name for text in texts for name in NAME.findall(text)}
    return in_texts | {step["picture"] for step in steps if step.get("picture")}


def fill(apps, schema_editor):
    """Tell which pictures the published articles show, as publishing does from now on."""
    LivePicture = apps.get_model("faq", "LivePicture")
    for revision in apps.get_model("faq", "Revision").objects.filter(live_article__isnull=False).iterator(500):
        LivePicture.objects.bulk_create(LivePicture(revision=revision, name=name) for name in names_in(revision.html))


class Migration(migrations.Migration):

    dependencies = [
        ('faq', '0004_live_picture'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
