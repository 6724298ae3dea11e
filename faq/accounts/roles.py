"""The ready-made roles of staff: who may write, approve, read reports, do everything."""

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet

EDITOR, APPROVER, MANAGER, OWNER = "Editor", "Approver", "Manager", "Owner"
ROLES = {
    EDITOR: "Writes and publishes articles.",
    APPROVER: "Writes and publishes articles, and approves what others wrote.",
    MANAGER: "Reads the reports.",
    OWNER: "May do everything: articles, reports, the clinic's details and who may sign in.",
}
# Who may approve what others wrote
APPROVES = (APPROVER, OWNER)
_EDITS = ("article", "step", "tag", "taggedarticle", "fact", "synonym", "checkedlink", "simplerword", "searchpromise")


def ensure_roles(sender: AppConfig | None = None, **kwargs: object) -> None:
    """Make the roles and give each exactly its permissions; runs after every migrate, upgrades included."""
    if sender and sender != list(apps.get_app_configs())[-1]:
        # Permissions of all apps are there only after the last one
        return
    ours = Permission.objects.filter(content_type__app_label="faq")
    users = Permission.objects.filter(content_type__app_label="auth", content_type__model="user")
    writes = ours.filter(content_type__model__in=_EDITS).exclude(codename="view_reports")
    _grant(EDITOR, writes.exclude(codename="approve_article"))
    _grant(APPROVER, writes)
    _grant(MANAGER, ours.filter(codename="view_reports"))
    _grant(OWNER, ours | users)


def _grant(role: str, permissions: QuerySet[Permission]) -> None:
    Group.objects.get_or_create(name=role)[0].permissions.set(permissions)
