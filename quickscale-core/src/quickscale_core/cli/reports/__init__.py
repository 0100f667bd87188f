"""From plans, results and records to what commands print of them, as text and as JSON."""
