"""The public door: what patients may ask for, each page a function that fetches, asks, counts and renders."""
