from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Collate, Concat


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0002_archived_classes_and_pupils_who_left'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='student',
            options={
                'ordering': (
                    Collate(
                        Concat('user__last_name', Value('\t'), 'user__first_name'), 'fr-x-icu'
                    ),
                ),
                'verbose_name': 'élève',
                'verbose_name_plural': 'élèves',
            },
        ),
    ]
