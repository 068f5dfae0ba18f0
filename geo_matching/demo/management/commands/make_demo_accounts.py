"""make_demo_accounts: an account for each role, a class and its season, for the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from geo_matching.accounts.roles import Role
from geo_matching.demo.loading import OFFER_SOURCE
from geo_matching.demo.season.accounts import make_accounts, make_class
from geo_matching.demo.season.stages import play, post_offers
from offers.dashboard.team import answer_for_source
from qpv_data.models import College, EducationPriority


class Command(BaseCommand):
    help = (
        "Make the demonstration's accounts; a second time changes nothing. Not on a public server."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        password = settings.DEMO_PASSWORD
        if not password:
            raise CommandError("DEMO_PASSWORD is empty: demo accounts are for one's own machine")
        college = (
            College.objects.open().located().filter(priority=EducationPriority.REP_PLUS).first()
        )
        if college is None:
            raise CommandError("no REP+ collège is here: load the demo city first (load_demo)")
        with transaction.atomic():
            users = make_accounts(college, password)
            students = make_class(college, password)
            # Without anybody to answer, no invented offer but two would take applications.
            answer_for_source(OFFER_SOURCE, users[Role.PARTNER])
            offers = post_offers(users[Role.HOST], college)
            count = play(students, users[Role.HOST], offers) if offers else 0
        self.stdout.write(f"{college.name}: {len(students)} pupils, {count} applications")
        self.stdout.write(f"Password of every account: {password}")
        self.stdout.write(f"  {Role.PUPIL.label:24} {students[0].user.username}")
        for role, user in users.items():
            self.stdout.write(f"  {role.label:24} {user.email}")
