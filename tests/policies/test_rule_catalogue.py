"""The rule catalogue in docs/rules/ and the committed examples are those of today's rules."""

import json

from tools import rule_catalogue


def test_committed_catalogue_is_current() -> None:
    found = rule_catalogue.examples()

    assert json.loads(rule_catalogue.EXAMPLES.read_text(encoding="utf-8")) == found
    committed = {
        path.name: path.read_text(encoding="utf-8") for path in rule_catalogue.PAGES.iterdir()
    }
    assert committed == rule_catalogue.pages(found)
