"""Comparison of texts whose parts may be other resources' outputs."""

from policies.engine.finding import UNKNOWN_MARK
from policies.engine.logic import Truth, any_of
from policies.engine.selectors.iam_patterns import OUTPUT, is_partial, is_text


def text_is(value: object, *options: str) -> Truth:
    """Return whether a text is one of the options; UNKNOWN where its unknown parts decide."""
    text = value.replace(UNKNOWN_MARK, OUTPUT) if isinstance(value, str) else value
    return any_of(is_text(text, option) for option in options)


def has_output(value: object) -> bool:
    """Return whether a text has a part that is another resource's output."""
    return isinstance(value, str) and (UNKNOWN_MARK in value or bool(is_partial(value)))
