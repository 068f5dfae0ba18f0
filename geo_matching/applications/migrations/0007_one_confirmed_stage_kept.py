from django.db import migrations

# 0006 takes the index of a foreign key away. Django then drops every index on that column alone,
# and with it the one that keeps a pupil from having two confirmed stages.
KEEP = """
CREATE UNIQUE INDEX IF NOT EXISTS one_confirmed_stage_a_student
ON applications_application (student_id) WHERE state = 'confirmed'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0006_one_index_by_pupil_and_state'),
    ]

    operations = [migrations.RunSQL(KEEP, migrations.RunSQL.noop)]
