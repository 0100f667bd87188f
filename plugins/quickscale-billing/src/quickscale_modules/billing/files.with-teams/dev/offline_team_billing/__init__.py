"""Demo data of billing where teams pay."""
