"""Parse texts with references to values: "arn:${bucket.arn}/*"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

OPENING = re.compile(r"\$\$|\$\{")
NAME = re.compile(r"[^.\[}]+")
INDEX = re.compile(r"\[(-?[0-9]+)\]")
QUOTED = re.compile(r'\["((?:[^"\\]|\\"|\\(?!"))*)"\]')


@dataclass(frozen=True, slots=True)
class Access:
    """Reference to a value: `${root.property[0]["key"]}`."""

    root: str
    steps: tuple[str | int, ...]
    text: str  # as written, without braces


Part = str | Access


def parts(text: str) -> tuple[Part, ...]:
    """Return the literal texts and the references of a text; `$$` is a dollar sign.

    Raise ValueError with problem and remedy for an invalid reference.
    """
    if "$" not in text:
        return (text,) if text else ()
    found: list[Part] = []
    literal, position = "", 0
    for opening in OPENING.finditer(text):
        if opening.start() < position:  # inside a reference
            continue
        literal += text[position : opening.start()]
        position = opening.end()
        if opening[0] == "$$":
            literal += "$"
            continue
        if literal:
            found.append(literal)
            literal = ""
        access, position = access_at(text, position)
        found.append(access)
    literal += text[position:]
    return (*found, literal) if literal else tuple(found)


def access_at(text: str, start: int) -> tuple[Access, int]:
    """Return the reference after `${` and the position after its closing brace."""
    steps: list[str | int] = []
    position = start
    while position < len(text):
        match text[position]:
            case "}":
                return made(steps, text[start:position]), position + 1
            case ".":
                position += 1
            case "[":
                step, position = subscript(text, position)
                steps.append(step)
            case _ if name := NAME.match(text, position):
                steps.append(name[0].strip())
                position = name.end()
    raise ValueError(
        f"${{{text[start : start + 20]} has no closing brace; write ${{NAME}}, or $$ for a dollar"
    )


def subscript(text: str, position: int) -> tuple[str | int, int]:
    if quoted := QUOTED.match(text, position):
        return quoted[1].replace('\\"', '"'), quoted.end()
    if index := INDEX.match(text, position):
        return int(index[1]), index.end()
    raise ValueError(
        f'invalid index in ${{...}}: {text[position : position + 10]}; write [0] or ["key"]'
    )


def made(steps: list[str | int], text: str) -> Access:
    root, *rest = steps or [""]
    if not isinstance(root, str) or not root:
        raise ValueError(f"${{{text}}} names nothing; write ${{NAME}}, or $${{ for the text itself")
    return Access(root, tuple(rest), text)


def accesses(value: object) -> Iterator[Access]:
    """Yield the references in all texts of a value. Raise ValueError for an invalid one."""
    match value:
        case str():
            yield from (each for each in parts(value) if isinstance(each, Access))
        case dict():
            for key, item in value.items():
                yield from accesses(key)
                yield from accesses(item)
        case list():
            for item in value:
                yield from accesses(item)
