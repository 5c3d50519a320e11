"""Find the program's lines in a traceback.

Imported by child.py, which runs with the program's interpreter: standard library only.
"""

from __future__ import annotations

import os
import traceback

LIBRARIES = {"site-packages", "dist-packages"}


def own_line(file: str, line: int | None, root: str) -> str | None:
    """Return a position such as "infra/network.py:41"; None for a file outside the program."""
    if not root or file.startswith("<"):  # "<frozen os>"
        return None
    parts = os.path.relpath(os.path.realpath(file), os.path.realpath(root)).split(os.sep)
    if parts[0] == ".." or LIBRARIES.intersection(parts):
        return None
    return f"{'/'.join(parts)}:{line}"


def where(error: BaseException, root: str) -> str | None:
    """Return the last line of the program in an error's traceback."""
    if isinstance(error, SyntaxError) and error.filename:
        lines = [(error.filename, error.lineno)]
    else:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [(frame.filename, frame.lineno) for frame in reversed(frames)]
    found = (own_line(file, line, root) for file, line in lines)
    return next(filter(None, found), None)
