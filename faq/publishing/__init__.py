"""What staff do: record, publish, take back, import. The only rooms that write articles."""
