"""The wsgi entry point."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import reverse

from transit.queries import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo_matching.settings.prod")
application = get_wsgi_application()
# Read every module now, the engine's compiler among them, not while the first visitor waits; so
# with the table of all addresses, and with the template that every page begins with.
import_module(settings.ROOT_URLCONF)
reverse("home")
get_template("base.html")
warm_up()
# What stands by now stays as long as the process. Looking through it for garbage is a tenth of a
# second in the middle of somebody's request, and copies the memory that the workers share.
gc.collect()
gc.freeze()
