"""The htmx theme: Basecoat's look, boosted links, Alpine for the small things."""
