from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0005_opinions_taken_back'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['student', 'state'], name='application_student_state'),
        ),
    ]
