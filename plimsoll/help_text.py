"""Help of the command without a subcommand, written without the command-line library."""

import textwrap
from collections.abc import Iterator, Mapping
from shutil import get_terminal_size

from plimsoll.command_table import COMMANDS
from plimsoll.exit_status import EXIT_STATUS

PURPOSE = "Estimate and check Pulumi AWS stacks before they are deployed."
VERSION = "Print the version and exit."
OPTIONS = {
    "--version": VERSION,
    "--install-completion": "Install completion for the current shell.",
    "--show-completion": "Print the completion script of the current shell.",
    "--help": "Print this help and exit.",
}
NARROWEST, WIDEST = 60, 100  # characters of a line


def main_help() -> str:
    """Return the usage, the options and the commands with their purposes."""
    columns = get_terminal_size(fallback=(80, 24)).columns
    width = max(NARROWEST, min(columns, WIDEST))
    purposes = {name: each.purpose for name, each in COMMANDS.items()}
    status = textwrap.fill(EXIT_STATUS, width)
    parts = (
        f"Usage: plimsoll [OPTIONS] COMMAND [ARGS]...\n\n{PURPOSE}",
        "Options:\n" + "\n".join(rows(OPTIONS, width)),
        "Commands:\n" + "\n".join(rows(purposes, width)),
        f"Help of a command: plimsoll COMMAND --help\n\n{status}",
    )
    return "\n\n".join(parts) + "\n"


def rows(texts: Mapping[str, str], width: int) -> Iterator[str]:
    indent = max(map(len, texts)) + 4
    for name, text in texts.items():
        first, *others = textwrap.wrap(text, width - indent)
        yield f"  {name:{indent - 2}}{first}"
        yield from (" " * indent + line for line in others)
