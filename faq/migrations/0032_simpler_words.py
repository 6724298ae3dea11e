from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('faq', '0031_checked_links'),
    ]

    operations = [
        migrations.CreateModel(
            name='SimplerWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hard', models.CharField(help_text='As staff write it, for example: administer.', max_length=80, verbose_name='Hard word')),
                ('simpler', models.CharField(help_text='For example: give.', max_length=80, verbose_name='Say instead')),
                ('key', models.CharField(editable=False, max_length=160, unique=True)),
            ],
            options={
                'verbose_name': 'plain word',
                'verbose_name_plural': 'plain words',
                'ordering': ['hard'],
                'constraints': [models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='simpler_word_has_words')],
            },
        ),
    ]
