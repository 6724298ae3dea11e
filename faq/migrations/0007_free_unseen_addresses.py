from django.db import migrations
from django.db.models import Exists, OuterRef


def free(apps, schema_editor):
    """Let go of former addresses under which nothing was ever published; those that lead nowhere any more stay."""
    seen = apps.get_model("faq", "Revision").objects.filter(
        article=OuterRef("article"), slug=OuterRef("slug"), published_at__isnull=False
    )
    apps.get_model("faq", "Redirect").objects.filter(~Exists(seen), article__isnull=False).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('faq', '0006_clinic_emergency_phone'),
    ]

    operations = [
        migrations.RunPython(free, migrations.RunPython.noop),
    ]
