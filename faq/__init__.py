"""Everything about the knowledge base: what is kept, how it is published, found, counted and shown."""

__version__ = "0.1.0"
