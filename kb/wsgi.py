"""The WSGI application that web servers call."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
django_application = get_wsgi_application()

from kb.protection.error_guard import guard_errors  # noqa: E402  (its templates need a site that is set up)

application = guard_errors(django_application)
