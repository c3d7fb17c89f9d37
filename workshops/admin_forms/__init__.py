"""What editors fill in, in Wagtail's admin."""
