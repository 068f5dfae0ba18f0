"""The wsgi entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo_matching.settings.prod")
application = get_wsgi_application()
