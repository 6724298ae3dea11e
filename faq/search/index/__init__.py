"""What is searched: the words and vectors of all published articles, kept up to date with the database."""
