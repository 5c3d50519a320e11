"""Current type tokens for the aliases in older SDKs and states.

tools/provider_schema.py writes type_aliases.csv from the aliases that pulumi_aws declares.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def aliases() -> Mapping[str, str]:
    """Return the current type token of each former one."""
    text = files("costing.graph.schema").joinpath("type_aliases.csv").read_text(encoding="utf-8")
    return dict(line.split(",") for line in text.splitlines()[1:])


def canonical(token: str) -> str:
    """Return the current token of a type, which cost models, rules and tables use."""
    return aliases().get(token, token)
