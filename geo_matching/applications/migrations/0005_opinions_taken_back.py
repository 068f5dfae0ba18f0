from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0004_messages_of_both_sides'),
    ]

    operations = [
        migrations.AddField(
            model_name='feedback',
            name='taken_back_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='retiré le'),
        ),
    ]
