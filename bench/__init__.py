"""Measurements that `make bench` runs: each against its own baseline, in one alternating run that ends by itself."""
