"""The ASGI application that web servers call; `make run` serves it."""

from django.conf import settings

from kb.protection.threads import answer_in_threads
from kb.wsgi import application as wsgi_application

application = answer_in_threads(wsgi_application, threads=settings.WEB_THREADS)
