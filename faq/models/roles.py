"""The ready-made roles of staff: who may write, who may read reports, who may do everything."""

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

EDITOR, MANAGER, OWNER = "Editor", "Manager", "Owner"
ROLES = {
    EDITOR: "Writes and publishes articles.",
    MANAGER: "Reads the reports.",
    OWNER: "May do everything: articles, reports, the clinic's details and who may sign in.",
}
_EDITS = ("article", "step", "tag", "taggedarticle", "fact", "synonym")


def ensure_roles(sender: AppConfig | None = None, **kwargs: object) -> None:
    """Make the three roles and give each exactly its permissions; run after every migrate, so upgrades bring new ones."""
    if not Permission.objects.filter(codename="publish_article").exists():
        return  # the very first pass of migrate: permissions come with a later one
    ours = Permission.objects.filter(content_type__app_label="faq")
    edits = Q(content_type__model__in=_EDITS) & ~Q(codename="view_reports")
    _grant(EDITOR, ours.filter(edits))
    _grant(MANAGER, ours.filter(codename="view_reports"))
    users = Permission.objects.filter(content_type__app_label="auth", content_type__model="user")
    _grant(OWNER, ours | users)


def _grant(role: str, permissions: "Permission") -> None:
    Group.objects.get_or_create(name=role)[0].permissions.set(permissions)
