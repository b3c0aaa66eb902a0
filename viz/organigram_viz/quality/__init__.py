"""The parts of the page Quality: a module each, with ``show()``."""
