"""Read before every test of the repository."""

pytest_plugins = ["tests.plugin"]
