"""Write docs/commands/: a page for each command, from its help."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from typer.main import get_command

from plimsoll.cli import app

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "commands"
PROGRAM = "plimsoll"
WORDS = {Path: "PATH", int: "INTEGER", float: "NUMBER"}


def commands(command: Any, name: str = PROGRAM) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 (Click's, vendored by Typer)
    """Yield each command that does something, with its whole name."""
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
        return
    for each, own in sorted(below.items()):
        yield from commands(own, f"{name} {each}")


def page(name: str, command: Any) -> str:  # noqa: ANN401
    """Return the page of a command: synopsis, description, arguments, options, exit status."""
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option"]
    synopsis = " ".join([name, "[OPTIONS]", *(metavar(each) for each in arguments)])
    parts = [f"# {name}", f"```\n{synopsis}\n```", paragraphs(command.help)]
    if arguments:
        rows = [f"| `{metavar(each)}` | {cell(each.help)} |" for each in arguments]
        parts += ["## Arguments", "\n".join(["| argument | meaning |", "|---|---|", *rows])]
    rows = [f"| {names(each)} | {cell(described(each))} |" for each in options]
    rows.append("| `--help` | Show the help and exit. |")
    parts += ["## Options", "\n".join(["| option | meaning |", "|---|---|", *rows])]
    if command.epilog:
        parts += ["## Exit status", paragraphs(command.epilog.removeprefix("Exit status: "))]
    return "\n\n".join(parts) + "\n"


def metavar(argument: Any) -> str:  # noqa: ANN401
    shown = argument.metavar or argument.name.upper()
    return shown if argument.required or shown.startswith("[") else f"[{shown}]"


def names(option: Any) -> str:  # noqa: ANN401
    every = [*option.opts, *option.secondary_opts]
    value = (
        "" if option.is_flag else f" {option.metavar or kind(option.type_descriptor.annotation)}"
    )
    listed = [f"`{each}`" for each in every[:-1]]
    return ", ".join([*listed, f"`{every[-1]}{value}`"]).replace("|", "\\|")


def kind(annotation: Any) -> str:  # noqa: ANN401
    """Return the choices of a Literal, or a word for the type of a value."""
    if get_origin(annotation) is Literal:
        return "|".join(map(str, get_args(annotation)))
    inner = next(iter(get_args(annotation)), annotation)
    return WORDS.get(inner, "TEXT")


def described(option: Any) -> str:  # noqa: ANN401
    text = option.help or ""
    default = option.default
    if "Default" in text or option.is_flag or default in (None, ()) or callable(default):
        return text
    return f"{text} Default: {default}."


def paragraphs(text: str | None) -> str:
    blocks = inspect.cleandoc(text or "").split("\n\n")
    return "\n\n".join(escaped(" ".join(each.split())) for each in blocks)


def cell(text: str | None) -> str:
    return escaped(" ".join((text or "").split())).replace("|", "\\|")


def escaped(text: str) -> str:
    """Return a text in which `*` and `<` are no markup; other commands are set in code already."""
    return text.replace("*", "\\*").replace("<", "&lt;")


def index(every: list[tuple[str, Any]]) -> str:
    rows = [
        f"| [`{name}`]({file_of(name)}) | {cell(summary(command.help))} |"
        for name, command in every
    ]
    head = "Generated from the help by `python -m tools.command_docs`."
    return (
        "\n".join(["# Commands", "", head, "", "| command | purpose |", "|---|---|", *rows]) + "\n"
    )


def summary(text: str | None) -> str:
    return inspect.cleandoc(text or "").split("\n\n")[0]


def file_of(name: str) -> str:
    return f"{name.removeprefix(PROGRAM).strip().replace(' ', '-')}.md"


def pages() -> dict[str, str]:
    """Return the text of each file."""
    every = [*commands(get_command(app))]
    own = {file_of(name): page(name, command) for name, command in every}
    return {"README.md": index(every), **own}


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    written = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in written:
            path.unlink()
    for file, content in written.items():
        (FOLDER / file).write_text(content, encoding="utf-8")
    print(f"written: {len(written)} pages of docs/commands")
