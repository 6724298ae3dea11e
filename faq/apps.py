"""Registers the knowledge base with Django."""

from django.apps import AppConfig


class FaqConfig(AppConfig):
    name = "faq"
    verbose_name = "Knowledge base"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from faq import checks  # noqa: F401  (registers the system checks; the app must be ready first)
        from faq.models.roles import ensure_roles

        post_migrate.connect(ensure_roles)
