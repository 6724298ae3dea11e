"""Stores static files under names that carry a hash of their content, also where one script imports another."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which also rewrites `from "./steps.js"` in a script to that file's hashed name."""

    support_js_module_import_aggregation = True
    # A file's hash covers the names it imports, so a chain of imports may need a pass for each of its files, depending
    # on the order in which the file system lists them. Django's own 5 would fail on some machines only.
    max_post_process_passes = 20
