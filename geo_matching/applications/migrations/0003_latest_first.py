from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0002_agreements_and_feedback'),
        ('offers', '0005_search_by_words_and_source'),
        ('schools', '0002_archived_classes_and_pupils_who_left'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['-submitted_at', '-id'], name='application_latest'),
        ),
    ]
