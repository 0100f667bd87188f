"""From what a command asks for to a changed project: plan it, show it, ask, write it."""
