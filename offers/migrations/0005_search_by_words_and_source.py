import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('offers', '0004_drafts_revisions_invitations_and_days'),
        ('qpv_data', '0003_quality_notice'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='host',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('name'), 'gin_trgm_ops'), name='host_name_trgm'),
        ),
        migrations.AddIndex(
            model_name='offer',
            index=models.Index(condition=models.Q(('removed_at__isnull', True)), fields=['source', '-id'], name='offer_of_a_source'),
        ),
        migrations.AddIndex(
            model_name='offer',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('title'), 'gin_trgm_ops'), name='offer_title_trgm'),
        ),
        migrations.AddIndex(
            model_name='offer',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('description'), 'gin_trgm_ops'), name='offer_description_trgm'),
        ),
    ]
