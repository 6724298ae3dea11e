import re
import secrets

from django.db import migrations
from django.db.models import F

# A picture within a link, then one without
IMAGE = re.compile(r'<a\b.*?</a>|<img src="(/media/pictures/[^"]+)"[^>]*>', re.DOTALL)


def opening_whole(match):
    if match[1] is None:
        return match[0]
    return f'<a class="picture" href="{match[1]}" rel="noopener noreferrer">{match[0]}</a>'


def changed(html):
    steps = [{**step, "html": IMAGE.sub(opening_whole, step["html"])} if "html" in step else step for step in html["steps"]]
    return {**{name: IMAGE.sub(opening_whole, text) for name, text in html.items() if name != "steps"}, "steps": steps}


def change(apps, schema_editor):
    """Let the pictures in texts that were saved before open when they are pressed, as those saved from now on do."""
    Revision = apps.get_model("faq", "Revision")
    is_any = False
    for revision in Revision.objects.only("html").iterator(500):
        html = changed(revision.html)
        if html != revision.html:
            Revision.objects.filter(pk=revision.pk).update(html=html)
            is_any = True
    if is_any:
        # Pages that were kept are made anew
        editions = apps.get_model("faq", "Edition").objects.filter(pk=1)
        editions.update(number=F("number") + 1, token=secrets.token_hex(8))


class Migration(migrations.Migration):

    dependencies = [
        ('faq', '0015_clinic_spanish_text'),
    ]

    operations = [
        migrations.RunPython(change, migrations.RunPython.noop),
    ]
