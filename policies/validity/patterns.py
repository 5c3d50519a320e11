r"""Patterns of AWS's API models as Python regular expressions.

The models use Java's syntax. A property such as \p{L} becomes its ASCII characters and every
character beyond ASCII: the translation accepts at least what the original accepts.
"""

import re
from functools import cache

PROPERTY = re.compile(r"\\p\{(\w+)\}")
# ASCII characters of each Unicode property.
ASCII_PART = {
    "L": "A-Za-z",
    "M": "",
    "N": "0-9",
    "P": "!-#%-*,-/:;?@\\[-\\]_{}",
    "S": "$+<=>^`|~",
    "Z": " ",
    "all": "\\x00-\\x7f",
    "Print": " -~",
    "Graph": "!-~",
    "Alnum": "A-Za-z0-9",
    "Alpha": "A-Za-z",
}
SURROGATES = re.compile(r"\\uD[89A-F][0-9A-F]{2}(-\\uD[89A-F][0-9A-F]{2})?", re.IGNORECASE)
BEYOND_ASCII = "\\x80-\\U0010ffff"
LONGEST = 2048  # characters of a value that is matched: some patterns take quadratic time


class PatternError(ValueError):
    """A pattern that has no translation."""


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern as a Python expression. Raises PatternError."""
    if "[^" in pattern and PROPERTY.search(pattern):
        raise PatternError(pattern)
    if SURROGATES.search(pattern):  # characters beyond the first plane, in UTF-16
        pattern = SURROGATES.sub("", pattern).replace("\\uE000-\\uFFFD", "\\uE000-\\U0010ffff")
    try:
        return re.compile(PROPERTY.sub(characters, pattern), re.ASCII)
    except (re.error, KeyError, OverflowError) as error:
        raise PatternError(pattern) from error


def characters(found: re.Match[str]) -> str:
    inside = found.string.rfind("[", 0, found.start()) > found.string.rfind("]", 0, found.start())
    each = ASCII_PART[found[1]] + BEYOND_ASCII
    return each if inside else f"[{each}]"


def matches(pattern: str, value: str) -> bool:
    """Return whether a whole value matches; True for a value too long to be matched."""
    return len(value) > LONGEST or compiled(pattern).fullmatch(value) is not None
