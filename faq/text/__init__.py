"""Ground floor: pure functions on text, without any database."""
