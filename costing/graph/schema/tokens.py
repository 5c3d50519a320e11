"""Type tokens: the one of today for each that older SDKs and states use.

type_aliases.csv is written by tools/provider_schema.py from the aliases that pulumi_aws declares.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def aliases() -> Mapping[str, str]:
    """Return former type token → the token of today."""
    text = files("costing.graph.schema").joinpath("type_aliases.csv").read_text(encoding="utf-8")
    return dict(line.split(",") for line in text.splitlines()[1:])


def canonical(token: str) -> str:
    """Return the token under which cost models, rules and tables list a type."""
    return aliases().get(token, token)
