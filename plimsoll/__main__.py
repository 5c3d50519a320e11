"""Entry point of the command `plimsoll` and of `python -m plimsoll`.

The folder that the command is run from may have packages with the names of Plimsoll's own.
"""

import gc
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from plimsoll.own_packages import OWN_FOLDER, shadowing

COMPLETION = "_PLIMSOLL_COMPLETE"  # environment variable that a completing shell sets


def main() -> None:
    """Run the command with Plimsoll's own packages, even if PYTHONPATH has others first."""
    if shadowing():
        sys.path.insert(0, str(OWN_FOLDER))
    completing = os.environ.get(COMPLETION)
    if completing == "complete_bash" and completed(os.environ):
        return
    if completing is None and sys.argv[1:] in ([], ["--help"]):
        from plimsoll.help_text import main_help

        sys.stdout.write(main_help())
        sys.exit(0 if sys.argv[1:] else 2)
    run()


def completed(environ: Mapping[str, str]) -> bool:
    """Print the commands or options that begin with the word at the cursor; False for others."""
    from plimsoll.completion import commands, options

    words, at = environ.get("COMP_WORDS", "").split(), environ.get("COMP_CWORD", "")
    found = None
    if at == "1":
        found = commands(words[1] if len(words) > 1 else "")
    elif at.isdecimal() and len(words) == int(at) + 1:
        found = options(words[1:])
    sys.stdout.write("".join(f"{name}\n" for name in found or ()))
    return found is not None


def run() -> None:
    gc.disable()  # as the command does: importing creates many objects that stay
    # No plugin of pydantic has a part here, and looking for them reads every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from plimsoll.cli import main as command

    command()


if __name__ == "__main__":
    folder = Path(sys.path[0]).resolve()
    if folder == Path.cwd() != OWN_FOLDER:  # python -m puts the working directory first
        del sys.path[0]
    main()
