"""Entry point of the command `plimsoll` and of `python -m plimsoll`.

The folder that the command is run from may have packages with the names of Plimsoll's own.
"""

import sys
from pathlib import Path

from plimsoll.own_packages import OWN_FOLDER, shadowing


def main() -> None:
    """Run the command with Plimsoll's own packages, even if PYTHONPATH has others first."""
    if shadowing():
        sys.path.insert(0, str(OWN_FOLDER))
    from plimsoll.cli import main as command

    command()


if __name__ == "__main__":
    folder = Path(sys.path[0]).resolve()
    if folder == Path.cwd() != OWN_FOLDER:  # python -m puts the working directory first
        del sys.path[0]
    main()
