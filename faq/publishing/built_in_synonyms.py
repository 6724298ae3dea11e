"""The verb that switches off, and on again, a group of synonyms that comes with the site, or a whole list of them."""

from django.contrib.auth.models import User

from faq.errors import RefusedError
from faq.models import AuditEntry, Edition, SwitchedOffSynonyms
from faq.publishing.locking import serialized
from faq.text.built_in_synonyms import LISTS, groups


@serialized
def switch(list_name: str, group_name: str, *, is_on: bool, by: User | None) -> str:
    """Switch a group, or with "" for its name the whole list; the next search knows it. Return what was switched.

    Raises `RefusedError` where this version of the site has no such group.
    """
    subject = _subject(list_name, group_name)
    if is_on:
        changed = SwitchedOffSynonyms.objects.filter(list_name=list_name, group_name=group_name).delete()[0] > 0
    else:
        changed = SwitchedOffSynonyms.objects.get_or_create(list_name=list_name, group_name=group_name)[1]
    if changed:
        Edition.move()
        detail = "switched on" if is_on else "switched off"
        AuditEntry.note(by, AuditEntry.Action.SETTING, f"the built-in synonyms {subject}", detail=detail)
    return subject


def _subject(list_name: str, group_name: str) -> str:
    """Return how people call a group or list: its words in quotes."""
    if list_name in LISTS and not group_name:
        return f"“{LISTS[list_name]}”"
    group = (
        next((group for group in groups(list_name) if group.name == group_name), None) if list_name in LISTS else None
    )
    if group is None:
        raise RefusedError("These words do not come with this version of the site.")
    return f"“{', '.join(group.all_phrases)}”"
