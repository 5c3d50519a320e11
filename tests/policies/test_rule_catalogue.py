"""The rule catalogue in docs/rules/ and the committed examples are those of today's rules."""

import json

from tools import rule_catalogue, rule_coverage, rule_examples


def test_committed_catalogue_is_current() -> None:
    found = rule_examples.examples()

    assert json.loads(rule_catalogue.EXAMPLES.read_text(encoding="utf-8")) == found
    committed = {
        path.name: path.read_text(encoding="utf-8") for path in rule_catalogue.PAGES.iterdir()
    }
    assert committed == rule_catalogue.pages(found)


def test_no_reason_for_a_control_that_a_rule_checks() -> None:
    for framework, control in rule_coverage.reasons():
        (rules,) = [each for name, each, _ in rule_coverage.listed(framework) if name == control]
        assert not rules, f"{framework} {control}: {rules}"
