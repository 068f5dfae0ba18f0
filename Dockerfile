# The service alone: PostGIS stands beside it (docker-compose.yml). GDAL and GEOS come with the wheels.
FROM python:3.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=geo_matching.settings.prod \
    DATA_DIR=/var/lib/stages
WORKDIR /srv/stages

COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt

# WeasyPrint draws agreements with Pango, and needs a font.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/*

COPY manage.py ./
COPY geo_matching geo_matching
COPY transit transit
COPY qpv_data qpv_data
COPY offers offers
COPY maps maps
# Compiled here: whoever serves may not write beside the sources.
RUN python -m compileall -q geo_matching transit qpv_data offers maps
# collectstatic reads the settings, which ask for a secret: this one signs nothing and is not kept.
RUN SECRET_KEY=only-while-building python manage.py collectstatic --noinput \
 && useradd --system --uid 10001 stages \
 && mkdir -p /var/lib/stages \
 && chown stages /var/lib/stages

USER stages
VOLUME /var/lib/stages
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["python", "-c", \
  "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/api/v1/health/', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0], 'X-Forwarded-Proto': 'https'}))"]
CMD ["gunicorn", "-c", "python:geo_matching.serving", "-b", "0.0.0.0:8000", "geo_matching.wsgi"]
