"""The whole site as plain files, and back: docs/export-format.md describes them."""
