"""Which static files are collected: those of packages that no page of ours asks for are left out."""

from django.contrib.staticfiles import apps


class StaticFilesConfig(apps.StaticFilesConfig):
    """Without django-markdownx's script, which keeps the Tab key for itself, and its style sheets."""

    ignore_patterns = [*apps.StaticFilesConfig.ignore_patterns, "markdownx"]
