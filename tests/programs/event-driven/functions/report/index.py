"""Counts them each night."""


def handler(_event: dict[str, object], _context: object) -> None:
    """Do it."""
