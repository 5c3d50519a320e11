from datetime import date, timedelta
from pathlib import Path

import pytest

from costing.errors import FileError
from policies.engine.check import Findings, check
from policies.engine.errors import WaiverError
from policies.engine.finding import Status
from policies.engine.selectors.tokens import DATABASE
from policies.engine.waivers import Waiver, read
from policies.rules.rds.availability import rds_instance_multi_az
from policies.rules.rds.encryption import rds_storage_encrypted
from tests import graphs
from tests.policies.row import declare
from tests.policies.stacks import TODAY, waiver

STANDBY = "rds-instance-multi-az"
DB = declare(DATABASE, "db", {"multiAz": False})


def checked(
    *waivers: Waiver, profile: str = "prod", only: tuple[str, ...] = (STANDBY,)
) -> Findings:
    rules = [rds_instance_multi_az, rds_storage_encrypted]
    return check(graphs.graph(DB), rules, profile=profile, only=only, waivers=waivers, today=TODAY)


def status(*waivers: Waiver) -> Status:
    [found] = checked(*waivers).found
    return found.status


@pytest.mark.parametrize("resource", ["db", "d*", "*", DB.urn, "urn:pulumi:prod::*::db"])
def test_waiver_matches_name_urn_or_pattern(resource: str) -> None:
    assert status(waiver(STANDBY, resource)) == "waived"
    assert not checked(waiver(STANDBY, resource)).fail(strict=True)


def test_waiver_ends_on_expiry_date() -> None:
    tomorrow = waiver(STANDBY, "db", TODAY + timedelta(days=1))
    today = waiver(STANDBY, "db", TODAY)

    assert status(tomorrow) == "waived"
    assert status(today) == "violation"
    [found] = checked(today).found
    assert found.message == (
        "multiAz is false; expected true "
        "(expired 2026-11-24 by ml-platform: moves to Aurora in spring)"
    )
    assert checked(today).fail()


def test_valid_waiver_beats_expired_one() -> None:
    assert status(waiver(STANDBY, "db", date(2026, 1, 1)), waiver(STANDBY, "*")) == "waived"


def test_waiver_expiring_soon_is_reported() -> None:
    soon = waiver(STANDBY, "db", TODAY + timedelta(days=14))
    later = waiver(STANDBY, "db", TODAY + timedelta(days=15))

    assert [each.finding.resource.name for each in checked(soon).expiring] == ["db"]
    assert not checked(later).expiring


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (waiver(STANDBY, "other"), "match no finding; remove them: rds-instance-multi-az on other"),
        (waiver(STANDBY, "d"), "match no finding"),
        (waiver("rds-instance-multi-azs", "db"), "unknown rule; did you mean"),
    ],
)
def test_waiver_without_finding_is_an_error(given: Waiver, message: str) -> None:
    with pytest.raises(WaiverError, match=message):
        checked(given)


def test_waiver_of_skipped_rule_is_not_stale() -> None:
    assert len(checked(waiver("rds-storage-encrypted", "db")).found) == 1
    in_dev = checked(waiver(STANDBY, "db"), profile="dev", only=())
    assert [each.rule.name for each in in_dev.found] == ["rds-storage-encrypted"]


GOOD = """
- {rule: a, resource: b, reason: c, owner: d, expires: 2027-01-31}
"""


def test_waiver_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text(GOOD)
    [found] = read(path)
    assert (found.rule, found.expires) == ("a", date(2027, 1, 31))

    path.write_text("")
    assert read(path) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {rule: a, resource: b, reason: c, owner: d}", ":1: expires is missing; add it"),
        (GOOD.replace("reason: c", "reason: ''"), 'reason is ""; string should have at least 1'),
        (GOOD.replace("2027-01-31", "soon"), 'expires is "soon"; write a date'),
        (
            GOOD.replace("2027-01-31", "2026-02-30"),
            'expires is "2026-02-30"; write a date such as 2027-01-31',
        ),
        (GOOD.replace("owner", "ownr"), 'unknown key "ownr"; did you mean "owner"'),
        ("rule: a", "not a list; write one item a waiver, with rule, resource, reason, owner, exp"),
        ("- just text", ":1: the file is not a mapping"),
        ("- {", ":1: not valid YAML: expected the node content"),
    ],
)
def test_invalid_file_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text(text)

    with pytest.raises(FileError, match=message) as raised:
        read(path)
    assert "\n" not in str(raised.value)


def test_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="No such file"):
        read(tmp_path / "none.yaml")


def test_former_rule_id_is_an_alias_with_one_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text(GOOD.replace("rule: a", "rule: database-has-standby"))

    [found] = read(path)

    assert found.rule == STANDBY
    [warning] = caplog.messages
    assert warning.endswith('rule "database-has-standby" is now "rds-instance-multi-az"')
