"""Every type of the AWS provider is decided: priced, free, or known to be charged."""

import json
import re
from importlib.metadata import files
from pathlib import Path

from costing.graph.schema.tokens import canonical
from costing.resources import FREE, PRICED, UNPRICED


def sdk_types() -> set[str]:
    """Return the types of the installed SDK under today's tokens, without importing it."""
    package = files("pulumi-aws") or []
    source = next(path for path in package if str(path) == "pulumi_aws/__init__.py")
    text = Path(str(source.locate())).read_text()
    (listed,) = re.findall(r'resource_modules="""\n(.*?)\n"""', text, re.DOTALL)
    return {canonical(token) for module in json.loads(listed) for token in module["classes"]}


SDK = sdk_types()


def test_every_sdk_type_is_priced_free_or_charged() -> None:
    assert sorted(SDK - PRICED.keys() - FREE.keys() - UNPRICED.keys()) == []


def test_no_type_is_listed_that_the_sdk_does_not_have() -> None:
    listed = {*PRICED, *FREE, *UNPRICED}

    assert sorted(each for each in listed - SDK if each.startswith("aws:")) == []


def test_no_type_is_in_two_tables() -> None:
    assert not FREE.keys() & UNPRICED.keys()
    assert sorted(PRICED.keys() & UNPRICED.keys()) == [], "run python -m tools.type_tables"
    assert all(UNPRICED.values())


def test_tables_are_sorted() -> None:
    assert [*FREE] == sorted(FREE)
    assert [*UNPRICED] == sorted(UNPRICED)
