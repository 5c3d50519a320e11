"""Colours of tables and summaries on a terminal, added to the finished text."""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

BOLD, RED, GREEN, YELLOW, CYAN, RESET = (f"\x1b[{code}m" for code in (1, 31, 32, 33, 36, 0))
MONEY = r"\$[\d,]+\.\d\d"
STYLES = [
    (re.compile(r"^(By |Largest charges|Violations by|Name  |Total|Next:).*$", re.MULTILINE), BOLD),
    (re.compile(rf"^\S.*: (at least )?{MONEY} a month.*$", re.MULTILINE), BOLD),
    (re.compile(r"^ *(critical|high)(?=[:,] )", re.MULTILINE), RED),
    (re.compile(r"^ *medium(?=[:,] )", re.MULTILINE), YELLOW),
    (re.compile(rf"(?<= )\+{MONEY}(?= |$)", re.MULTILINE), RED),
    (re.compile(rf"(?<= )-{MONEY}(?= |$)", re.MULTILINE), GREEN),
    (re.compile(r"^(Gap|Gaps|New gaps): ", re.MULTILINE), YELLOW),
    (re.compile("█+"), CYAN),
]


def painted(text: str, mode: str, out: Path | None = None) -> str:
    """Return the text with colours if `mode` asks for them: auto, always or never.

    auto: standard output is a terminal that shows colours, and NO_COLOR is not set.
    """
    wanted = out is None and shows_colours(os.environ) if mode == "auto" else mode == "always"
    if not wanted:
        return text
    for pattern, style in STYLES:
        text = pattern.sub(rf"{style}\g<0>{RESET}", text)
    return text


def shows_colours(environment: Mapping[str, str]) -> bool:
    return (
        sys.stdout.isatty()
        and not environment.get("NO_COLOR")
        and environment.get("TERM") != "dumb"
    )
