"""No verdict depends on the spelling of an input: each row's resources have one normal form."""

from costing.graph.schema.normal_form import normal_form
from costing.graph.schema.tokens import aliases
from policies import RULES
from tests.policies.test_every_rule import ROWS
from tests.spellings import respelled


def test_another_spelling_has_the_same_normal_form() -> None:
    for row in ROWS:
        for resource in row.stack:
            assert normal_form(respelled(resource)[0]) == resource, row


def test_numbers_flags_and_blocks_are_respelled() -> None:
    assert sum(respelled(each)[1] for row in ROWS for each in row.stack) > 1000


def test_rules_name_current_tokens() -> None:
    assert not aliases().keys() & {kind for rule in RULES for kind in rule.types}
