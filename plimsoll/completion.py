"""Completion of a command's options in Bash, without the imports that parsing needs."""

from collections.abc import Iterator, Sequence

from plimsoll.command_table import COMMANDS, Command


def commands(begun: str) -> list[str]:
    return [name for name in COMMANDS if name.startswith(begun)]


def options(words: Sequence[str]) -> list[str] | None:
    """Return the options that begin with the last word; None if Typer has to complete it.

    `words`: the command, its arguments and the word at the cursor. Typer completes subcommands and
    the value of an option.
    """
    begun, given = words[-1], words[1:-1]
    entry = COMMANDS.get(words[0])
    if not isinstance(entry, Command) or not begun.startswith("-") or "--" in given:
        return None
    from plimsoll.cli import built

    parameters = built(words[0], entry).params
    names = {name: each for each in parameters for name in each.opts if name.startswith("-")}
    last = names.get(given[-1]) if given else None
    if last is not None and not last.is_flag:
        return None
    used = {names[word.partition("=")[0]] for word in given if word.partition("=")[0] in names}
    return [*matching(begun, [each for each in parameters if each not in used or each.multiple])]


def matching(begun: str, parameters: Sequence[object]) -> Iterator[str]:
    for each in parameters:
        if not getattr(each, "hidden", False):
            names = (*getattr(each, "opts", ()), *getattr(each, "secondary_opts", ()))
            yield from (name for name in names if name.startswith(begun))
    if "--help".startswith(begun):
        yield "--help"
