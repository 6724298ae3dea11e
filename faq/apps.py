"""Registers the knowledge base and its staff area with Django."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps as stock


class FaqConfig(AppConfig):
    name = "faq"
    verbose_name = "Knowledge base"
    default = True
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from faq import checks  # noqa: F401  (registers them)
        from faq.accounts.roles import ensure_roles

        post_migrate.connect(ensure_roles)


class StaffAreaConfig(stock.SimpleAdminConfig):
    """The admin with our own pages only: what other packages would show there is nothing for a clinic's staff."""

    default = False
    default_site = "faq.admin.site.StaffSite"

    def ready(self) -> None:
        super().ready()
        # Models must be ready first
        import_module("faq.admin")
