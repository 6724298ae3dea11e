"""The ASGI application that web servers call; `make run` serves it."""

from django.conf import settings

from kb.protection.error_guard import fault_page
from kb.protection.threads import answer_in_threads
from kb.wsgi import application as wsgi_application

application = answer_in_threads(wsgi_application, fault_page=fault_page(), threads=settings.WEB_THREADS)
