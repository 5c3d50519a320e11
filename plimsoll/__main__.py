"""Entry point of the command `plimsoll` and of `python -m plimsoll`.

The folder that the command is run from may have packages with the names of Plimsoll's own.
"""

import os
import sys
from pathlib import Path

from plimsoll.own_packages import OWN_FOLDER, shadowing

COMPLETION = "_PLIMSOLL_COMPLETE"  # environment variable that a completing shell sets


def main() -> None:
    """Run the command with Plimsoll's own packages, even if PYTHONPATH has others first."""
    if shadowing():
        sys.path.insert(0, str(OWN_FOLDER))
    completing = os.environ.get(COMPLETION)
    if completing == "complete_bash" and os.environ.get("COMP_CWORD") == "1":
        print_commands(os.environ.get("COMP_WORDS", "").split())
    elif completing is None and sys.argv[1:] in ([], ["--help"]):
        from plimsoll.help_text import main_help

        sys.stdout.write(main_help())
        sys.exit(0 if sys.argv[1:] else 2)
    else:
        run()


def print_commands(words: list[str]) -> None:
    """Print the commands that begin with the word at the cursor of a completing shell."""
    from plimsoll.command_table import COMMANDS

    begun = words[1] if len(words) > 1 else ""
    sys.stdout.write("".join(f"{name}\n" for name in COMMANDS if name.startswith(begun)))


def run() -> None:
    # No plugin of pydantic has a part here, and looking for them reads every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from plimsoll.cli import main as command

    command()


if __name__ == "__main__":
    folder = Path(sys.path[0]).resolve()
    if folder == Path.cwd() != OWN_FOLDER:  # python -m puts the working directory first
        del sys.path[0]
    main()
