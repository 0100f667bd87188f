"""The pages every site has: home, about, contact, dashboard, settings, errors."""
