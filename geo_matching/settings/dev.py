"""For one machine: the demo, development. Never for a public address."""

from geo_matching.settings.base import *
from geo_matching.settings.env import env_bool, env_str

SECRET_KEY = env_str("SECRET_KEY", "dev-only-key-never-used-on-a-public-address")
DEBUG = env_bool("DEBUG", default=False)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
# Messages are written into files of the data folder: nothing leaves the machine.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
# Demo accounts open without a telephone; a public address always asks for the second factor.
SECOND_FACTOR_REQUIRED = env_bool("SECOND_FACTOR_REQUIRED", default=False)
DEMO_PASSWORD = env_str("DEMO_PASSWORD", "demonstration-sorvelle")
