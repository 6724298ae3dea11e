"""Pure functions on text, without any database: Markdown, facts, words, addresses."""
