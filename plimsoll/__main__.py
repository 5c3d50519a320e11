"""Entry point of the command `plimsoll` and of `python -m plimsoll`.

A project that the command is run from may have packages of its own with the names of ours.
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

OURS = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run the command with its own packages, also where PYTHONPATH leads to others first."""
    found = [find_spec(name) for name in ("costing", "policies")]
    origins = [Path(spec.origin if spec and spec.origin else os.sep).resolve() for spec in found]
    if not all(origin.is_relative_to(OURS) for origin in origins):
        sys.path.insert(0, str(OURS))
    from plimsoll.cli import main as command

    command()


if __name__ == "__main__":
    folder = Path(sys.path[0]).resolve()
    if folder == Path.cwd() != OURS:  # python -m puts the working directory first
        del sys.path[0]
    main()
