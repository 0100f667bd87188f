"""From plans, results and records to what a command says of them, in words and as JSON."""
