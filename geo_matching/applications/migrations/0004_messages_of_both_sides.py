import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0003_latest_first'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel('HostMessage', 'ApplicationMessage'),
        migrations.AlterModelOptions(
            name='applicationmessage',
            options={'ordering': ('pk',), 'verbose_name': "message d'une candidature", 'verbose_name_plural': 'messages des candidatures'},
        ),
        # All that was written before came from hosts.
        migrations.AddField(
            model_name='applicationmessage',
            name='side',
            field=models.CharField(choices=[('pupil', 'élève'), ('host', 'structure')], default='host', max_length=5, verbose_name='écrit par'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='applicationmessage',
            name='reported_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='signalé le'),
        ),
        migrations.AddField(
            model_name='applicationmessage',
            name='reported_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signalé par'),
        ),
        migrations.AddField(
            model_name='applicationmessage',
            name='decided_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='signalement relu le'),
        ),
        migrations.AddField(
            model_name='applicationmessage',
            name='removed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='retiré le'),
        ),
        migrations.AlterField(
            model_name='applicationmessage',
            name='text',
            field=models.TextField(max_length=1200, verbose_name='message'),
        ),
        migrations.AddIndex(
            model_name='applicationmessage',
            index=models.Index(condition=models.Q(('reported_at__isnull', False)), fields=['reported_at'], name='message_reported'),
        ),
    ]
