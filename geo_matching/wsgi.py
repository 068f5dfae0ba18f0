"""The wsgi entry point."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from transit.queries import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo_matching.settings.prod")
application = get_wsgi_application()
# Read every module now, the engine's compiler among them, not while the first visitor waits.
import_module(settings.ROOT_URLCONF)
warm_up()
