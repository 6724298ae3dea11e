"""The public pages: what patients may ask for, each page a function that fetches, asks, counts and renders."""
