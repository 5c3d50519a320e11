"""Names of a component's children."""

import hashlib


def short_hash(text: str) -> str:
    """Return the hash that the providers append to names of children."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:8]
