"""A posting in, facts out, every one with its evidence."""
