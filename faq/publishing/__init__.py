"""What staff do: record, publish, take back, import. Nothing else writes articles."""
