import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('faq', '0030_article_templates'),
    ]

    operations = [
        migrations.AddField(
            model_name='clinic',
            name='checks_links',
            field=models.BooleanField(default=False, help_text='At night, where whoever runs this site has set that up, it asks other sites for the pages that articles link to, slowly and under its own name. Nothing about patients is sent. What leads nowhere is listed under Articles, Links.', verbose_name='Look whether links to other sites still work'),
        ),
        migrations.CreateModel(
            name='CheckedLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=2000, unique=True, verbose_name='Link')),
                ('state', models.CharField(choices=[('works', 'Works'), ('dead', 'Dead'), ('unknown', 'Could not check')], max_length=10, verbose_name='State')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='Why')),
                ('checked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='Looked at')),
            ],
            options={
                'verbose_name': 'link',
                'verbose_name_plural': 'links',
                'ordering': ['url'],
                'constraints': [models.CheckConstraint(condition=models.Q(('url', ''), _negated=True), name='checked_link_has_an_address')],
            },
        ),
    ]
