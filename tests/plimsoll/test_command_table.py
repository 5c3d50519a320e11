"""The table of commands agrees with the commands, which it does not import."""

import subprocess
import sys
from pkgutil import resolve_name

import pytest

from plimsoll.command_table import COMMANDS, Command
from plimsoll.help_text import main_help


@pytest.mark.parametrize("name", COMMANDS)
def test_purpose_is_the_first_line_of_the_docstring(name: str) -> None:
    entry = COMMANDS[name]
    commands = {name: entry} if isinstance(entry, Command) else entry.commands

    assert f"  {name} " in main_help()
    for each in commands.values():
        assert isinstance(each, Command)
        function = resolve_name(f"plimsoll.commands.{each.place}")
        if each.purpose:
            assert (function.__doc__ or "").splitlines()[0] == each.purpose


def loaded(code: str) -> set[str]:
    printing = f"import sys\n{code}\nprint(*sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", printing], check=True, capture_output=True, text=True
    )
    return set(done.stderr.split())


def test_main_help_imports_no_command_and_no_library() -> None:
    modules = loaded(
        "sys.argv = ['plimsoll', '--help']\nfrom plimsoll.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass"
    )

    assert not {"typer", "rich", "pydantic", "costing.errors", "plimsoll.commands.cost"} & modules


def test_a_command_imports_no_other() -> None:
    modules = loaded("from plimsoll.cli import app, built\nfrom plimsoll.command_table import *\n"
                     "built('graph', COMMANDS['graph'])")  # fmt: skip

    assert {each for each in modules if each.startswith("plimsoll.commands.")} == {
        "plimsoll.commands.graph"
    }
