"""The public test kit: projects, servers, PostgreSQL and a browser as fixtures."""

pytest_plugins = ["quickscale_core.testing"]
