#!/usr/bin/env python3
"""Django's command line for the clinic's knowledge base."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    from django.core.management import execute_from_command_line  # only there once the packages are installed

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
