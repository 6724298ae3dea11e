"""What was typed: its words, their corrections and synonyms, and in which order what they match is shown."""
