import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('faq', '0003_plain_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='LivePicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='faq.revision')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('name', 'revision'), name='live_picture_is_named_once')],
            },
        ),
    ]
