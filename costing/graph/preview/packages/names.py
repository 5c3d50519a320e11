"""How names of children are made."""

import hashlib


def short_hash(text: str) -> str:
    """Return what the providers put in names of children, to keep them apart."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:8]
