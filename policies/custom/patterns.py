"""Regular expressions of YAML rules, with a limit on the time of a search.

A pattern such as (a+)+$ takes exponential time with Python's own module. The module `regex` reads
the same patterns and ends a search after a given time.
"""

from functools import lru_cache

import regex

from policies.engine.logic import InvalidInputError

LONGEST = 1.0  # seconds of one search
SLOW: set[str] = set()  # patterns that took longer, so that each costs the time once


class PatternError(ValueError):
    """A pattern that is not a regular expression."""


@lru_cache(maxsize=256)
def compiled(pattern: str) -> "regex.Pattern[str]":
    """Return the pattern, ready to search. Raises PatternError."""
    try:
        return regex.compile(pattern)
    except (regex.error, RecursionError, OverflowError) as error:
        raise PatternError(
            f"invalid regular expression {pattern!r}: {error}; correct it"
        ) from error


def found_in(text: str, pattern: str) -> bool:
    """Return whether a pattern matches anywhere in a text. Raises InvalidInputError."""
    if pattern not in SLOW:
        try:
            return compiled(pattern).search(text, timeout=LONGEST) is not None
        except TimeoutError:
            SLOW.add(pattern)
    raise InvalidInputError(
        f"the regular expression {pattern} takes more than {LONGEST:g} s; avoid repetitions inside "
        "repetitions, such as (a+)+"
    )
