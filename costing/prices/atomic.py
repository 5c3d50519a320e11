"""Replacement of a file in one step: an interrupted write leaves the old content."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO


@contextmanager
def replacing(path: Path) -> Iterator[IO[str]]:
    """Open a temporary file that takes the path's place when the block ends without an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(
        "w", dir=path.parent, prefix=path.name, suffix=".new", delete=False, newline=""
    ) as file:
        new = Path(file.name)
        try:
            yield file
        except BaseException:
            new.unlink()
            raise
    new.replace(path)
