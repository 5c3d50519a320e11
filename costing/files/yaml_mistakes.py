"""Messages for invalid YAML that replace the parser's."""

import re
from collections.abc import Callable

from ruamel.yaml.error import MarkedYAMLError

Message = Callable[[re.Match[str], str], str]

BRACKETS = {"]": "list", "}": "mapping"}
ENDS = ("<stream end>", "\\x00")  # as the parser writes the end of the file

# Pattern of the parser's message → message; `opened`: " opened on line 3" or empty.
MESSAGES: tuple[tuple[str, Message], ...] = (
    (
        r"found character '\\?t' that cannot start any token|found character '\t'.*",
        lambda _, __: "a tab cannot indent a line or start a value; use spaces",
    ),
    (
        r"found character '(.)' that cannot start any token",
        lambda found, _: f"a value cannot begin with {found[1]}; put the value in quotes",
    ),
    (
        r"mapping values are not allowed here",
        lambda _, __: (
            "unexpected colon; put the value in quotes, or indent the line like its neighbors"
        ),
    ),
    (
        r"expected ',' or '(.)', but got .*",
        lambda found, opened: (
            f"expected a comma or {found[1]}; close the {BRACKETS[found[1]]}{opened}"
        ),
    ),
    (
        r"found unexpected end of stream|found unexpected document separator",
        lambda _, opened: f"a quoted text does not end; close the quote{opened}",
    ),
    (
        r"found undefined alias '(.*)'",
        lambda found, _: f"unknown alias *{found[1]}; define it before with &{found[1]}",
    ),
    (
        r"but found another document",
        lambda _, __: "a second document begins here; keep one document in the file",
    ),
    (
        r"found unknown escape character (.*)",
        lambda found, _: (
            f"unknown escape \\{found[1].strip(chr(39))}; write \\\\ for a backslash, "
            "or use single quotes"
        ),
    ),
    (
        r"expected <block end>, but found .*",
        lambda _, __: "the line does not continue what is above it; correct its indentation",
    ),
    (
        r"could not find expected ':'",
        lambda _, opened: f"a key without a colon{opened}; write `key: value`",
    ),
)


def explained(error: MarkedYAMLError, name: str) -> str:
    """Return a one-line message: position, problem, remedy."""
    mark = error.problem_mark or error.context_mark
    where = f"{name}:{mark.line + 1}" if mark else name
    problem = " ".join(str(error.problem).replace("\t", "\\t").split())
    opened = f" opened on line {error.context_mark.line + 1}" if error.context_mark else ""
    for pattern, message in MESSAGES:
        if found := re.fullmatch(pattern, problem):
            return f"{where}: not valid YAML: {message(found, opened)}"
    for end in ENDS:
        problem = problem.replace(f"'{end}'", "the end of the file")
    return f"{where}: not valid YAML: {problem}; correct this line"
