#!/usr/bin/env python3
"""Django's command line for the clinic's knowledge base."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    # Only there once the packages are installed
    from kb import command_faults

    command_faults.run(sys.argv)


if __name__ == "__main__":
    main()
