"""What stands between browsers and the site: limits, headers, the page for faults, logs without what readers typed."""
