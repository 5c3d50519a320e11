import json
from typing import Any

import pytest

from plimsoll.report.compliance import as_json, as_markdown
from policies import RULES
from policies.engine.check import select
from policies.engine.compliance import Compliance, compliance, natural
from policies.engine.errors import SettingError
from policies.engine.frameworks import FRAMEWORKS, all_controls, controls
from tests.policies.test_checking import PAIR, checked, database


def report(framework: str = "FSBP", **inputs: Any) -> Compliance:
    return compliance(checked(database(**inputs)), RULES, PAIR, framework)


def outcomes(found: Compliance) -> dict[str, str]:
    return {each.name: each.outcome for each in found.controls}


def test_control_has_outcome_of_its_worst_rule() -> None:
    (selected,) = controls("rds-instance-multi-az")["FSBP"]

    assert outcomes(report(multiAz=False))[selected] == "failing"
    assert outcomes(report(multiAz=True))[selected] == "passing"
    assert "`rds-instance-multi-az`" in as_markdown(report(multiAz=False))


def test_uncovered_and_skipped_controls_do_not_pass() -> None:
    found = report(multiAz=True, storageEncrypted=True)
    answered = {name for rule in RULES for name in controls(rule.name).get("FSBP", ())}

    assert {each.name for each in found.controls} == {*answered, *all_controls("FSBP")}
    assert all(
        (each.outcome == "not covered") == (each.name not in answered) for each in found.controls
    )
    assert found.count("not asked")


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_framework_has_its_counts_add_up(framework: str) -> None:
    document = json.loads(as_json(report(framework)))

    assert sum(document["summary"].values()) == len(document["controls"]) > 0


def test_an_unknown_framework_is_refused() -> None:
    with pytest.raises(SettingError, match='unknown framework "XYZ"'):
        report("XYZ")


def test_numbers_are_in_their_own_order() -> None:
    assert sorted(["S3.10", "S3.2", "EC2.1"], key=natural) == ["EC2.1", "S3.2", "S3.10"]


def test_framework_selects_its_rules() -> None:
    selected = select(RULES, framework="FSBP")

    assert selected
    assert all("FSBP" in controls(rule.name) for rule in selected)
