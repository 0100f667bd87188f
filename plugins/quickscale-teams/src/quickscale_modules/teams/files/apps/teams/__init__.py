"""Teams: who works together, who may do what, and data that stays where it belongs."""
