"""Lists that a body may replace with its own: conditions, reasons, claims, records, words."""
