"""Replacement of a file in one step: an interrupted write leaves the old content."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

try:
    import fcntl
except ImportError:  # Windows: refreshes at once may fail, and leave the old prices
    fcntl = None  # type: ignore[assignment]


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
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            new.unlink()
            raise
    new.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename last through a loss of power."""
    with suppress(OSError):  # not on every file system
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file; wait for another process that holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        if fcntl is not None:  # released with the file, also by the end of the process
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
