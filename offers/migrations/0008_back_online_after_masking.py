from django.db import migrations, models

# Of offers masked before: online, unless the last thing its host did was to take it off.
_MASKED_BEFORE = """
UPDATE offers_offer o SET back_online = true
WHERE o.masked_at IS NOT NULL AND coalesce(
    (SELECT r.action FROM offers_offerrevision r WHERE r.offer_id = o.id
     ORDER BY r.at DESC, r.id DESC LIMIT 1), '') <> 'unpublished'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('offers', '0007_how_a_point_is_known_in_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='offer',
            name='back_online',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='à remettre en ligne'),
        ),
        migrations.RunSQL(_MASKED_BEFORE, migrations.RunSQL.noop),
    ]
