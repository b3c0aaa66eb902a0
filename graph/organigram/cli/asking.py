"""Commands."""

COMMANDS: tuple[object, ...] = ()
