"""Hard words and what the clinic says instead, in the staff area: a list and one form."""

from django.contrib import admin

from faq.admin.base import CheckedForm, VerbModelAdmin
from faq.models import SimplerWord
from faq.publishing import simpler_words


class SimplerWordForm(CheckedForm):
    check = simpler_words.check


@admin.register(SimplerWord)
class SimplerWordAdmin(VerbModelAdmin):
    form = SimplerWordForm
    save_verb, delete_verb = simpler_words.save, simpler_words.delete
    deletion = "It is not named in the form of an article any more. No article changes."
    fields = ("hard", "simpler")
    list_display = ("hard", "simpler")
    search_fields = ("hard", "simpler")
