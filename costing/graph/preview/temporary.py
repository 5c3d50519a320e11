"""Temporary folders, removed when this process ends, or by a supervisor if it is killed."""

import atexit
import shutil
import tempfile
from pathlib import Path

PREFIX = "plimsoll-"
LASTING: list[Path] = []  # of this process


def lasting_folder() -> Path:
    """Return a new folder that is removed when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    LASTING.append(folder)
    return folder
