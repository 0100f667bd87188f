"""From a served project to what a visitor sees there: a Chromium, its visitors, axe-core."""
