"""Makes pictures small."""


def handler(_event: dict[str, object], _context: object) -> None:
    """Do it."""
