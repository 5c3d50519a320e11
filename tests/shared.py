"""Results that the workers of a test run share: each is made once, by the worker that needs it."""

import fcntl
import os
import pickle
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

VARIABLE = "PLIMSOLL_TEST_RESULTS"  # folder of the run, which workers inherit
Result = TypeVar("Result")
FOLDER = pytest.StashKey["tempfile.TemporaryDirectory[str]"]()


def begin(config: pytest.Config) -> None:
    """Make the folder, in the process that starts the workers."""
    if not hasattr(config, "workerinput"):
        config.stash[FOLDER] = tempfile.TemporaryDirectory(prefix="plimsoll-tests-")
        os.environ[VARIABLE] = config.stash[FOLDER].name


def end(config: pytest.Config) -> None:
    if FOLDER in config.stash:
        config.stash[FOLDER].cleanup()


def folder() -> Path:
    return Path(os.environ[VARIABLE])


def once(name: str, make: Callable[[], Result]) -> Result:
    """Return the result of this name; make it if no worker has."""
    with (folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        path = folder() / f"{name}.pickle"
        if not path.exists():
            path.write_bytes(pickle.dumps(make()))
        result: Result = pickle.loads(path.read_bytes())  # noqa: S301 (of this run)
        return result
