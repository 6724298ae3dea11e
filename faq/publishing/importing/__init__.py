"""Readers of files that hold articles: one for each kind of file, all with the same outcome (`parsed.ParsedFile`)."""
