"""The WSGI application that gunicorn serves."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

# With this status a worker tells gunicorn that it could not start: any other
# would make gunicorn try again for ever.
COULD_NOT_START = 3

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kap_training.settings.production")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as problem:
    sys.stderr.write(f"{problem}\n")
    sys.exit(COULD_NOT_START)
