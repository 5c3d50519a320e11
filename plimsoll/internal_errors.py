"""Messages for errors that no command expects: a missing package, a fault of Plimsoll."""

import os
import sys
import traceback
from collections.abc import Mapping

from plimsoll.output import INTERNAL, INVALID

EXTRAS: Mapping[str, str] = {  # package → extra that installs it
    "anyio": "mcp",
    "dask": "dask",
    "distributed": "dask",
    "duckdb": "actuals",
    "github": "comment",
    "gitlab": "comment",
    "joblib": "dask",
    "mcp": "mcp",
    "ray": "ray",
    "requests": "comment",
    "numpy": "plan",
    "scipy": "plan",
    "sqlglot": "sql",
    "libcst": "lsp",
    "lsprotocol": "lsp",
    "pygls": "lsp",
}
TRACEBACK = "PLIMSOLL_TRACEBACK"  # environment variable: 1 prints the traceback


def unexpected(error: Exception) -> tuple[str, int]:
    """Return one line and the exit status for an error that no command expects."""
    if isinstance(error, ModuleNotFoundError):
        package = (error.name or "").partition(".")[0]
        if package in EXTRAS:
            remedy = f"pip install 'plimsoll[{EXTRAS[package]}]'"
            return f"this command needs {package}; install it: {remedy}", INVALID
    return internal_error(error), INTERNAL


def internal_error(error: Exception) -> str:
    """Return one line with type, message and place of an error; print its traceback if asked."""
    if os.environ.get(TRACEBACK) == "1":
        traceback.print_exception(error, file=sys.stderr)
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    text = " ".join(str(error).split())
    return (
        f"internal error: {type(error).__name__}: {text}{place}; this is a fault of Plimsoll: "
        f"report it with this line and the input, or run again with {TRACEBACK}=1 for more"
    )
