"""Find: what patients typed, in their own words, leads to the articles that answer."""
