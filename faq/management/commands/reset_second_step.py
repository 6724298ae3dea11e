"""`manage.py reset_second_step NAME`: lets somebody in who has lost phone and recovery codes, the last owner too."""

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from faq.accounts import second_steps


class Command(BaseCommand):
    help = "Takes the second step of one person away, who then signs in with the password alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the user name of the person")

    def handle(self, *, name: str, **options: object) -> None:
        person = User.objects.filter(username=name).first()
        if person is None:
            raise CommandError(f"Nobody here has the user name {name}.")
        if not second_steps.reset(person, by=None):
            raise CommandError(f"{name} has no second step.")
        self.stdout.write(f"Taken away. {name} now signs in with the password alone, and can add a new one.")
