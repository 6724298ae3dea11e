"""The report of searches over years is added up from an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("faq", "0048_folded_counts")]

    operations = [
        migrations.AddIndex(
            model_name="searchoutcome",
            index=models.Index(fields=["group", "kind", "day", "rank", "times", "text"], name="search_outcome_by_group"),
        ),
    ]
