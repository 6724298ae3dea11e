"""The WSGI application that web servers call."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
django_application = get_wsgi_application()

from kb.last_resort import guarded  # noqa: E402  (its templates need a site that is set up)

application = guarded(django_application)
