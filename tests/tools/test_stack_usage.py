"""Usage files of the shipped stacks agree with what their settings determine."""

import pytest

from tests.infra.faults import changed
from tests.infra.recorder import Recording
from tests.infra.stacks import SHIPPED, recorded
from tools.stack_usage import Line, Usage, lines, of_stack

TABLE = "aws:dynamodb/table:Table"
TEXT = """resources:
  # A comment that stays.
  aws:dynamodb/table:Table::features: {storage_gb: 1_000, pitr_backup_storage_gb: 0} # two
  aws:s3/bucket:Bucket::logs-*:
    standard: {storage_gb: {low: 1, mid: 2.5, high: 3}}
"""


@pytest.mark.parametrize("stack", SHIPPED)
def test_usage_file_states_what_the_settings_determine(stack: str) -> None:
    usage, found = of_stack(stack, recorded(stack))

    assert found
    stated = {str(each): usage.value(each.type, each.name, each.key) for each in found}
    assert stated == {str(each): each.value for each in found}, "run: python -m tools.stack_usage"


def test_numbers_are_replaced_in_place() -> None:
    usage = Usage(TEXT)
    found = [
        Line(TABLE, "features", "pitr_backup_storage_gb", 1_000, "settings"),
        Line(TABLE, "features", "storage_gb", 20, "settings"),
    ]
    expected = TEXT.replace("{storage_gb: 1_000, pitr_backup_storage_gb: 0}",
                            "{storage_gb: 20, pitr_backup_storage_gb: 1_000}")  # fmt: skip
    assert usage.updated(found) == expected
    assert usage.value("aws:s3/bucket:Bucket", "logs-1", "standard.storage_gb") == 2.5
    with pytest.raises(ValueError, match="features: requests is missing; add it"):
        usage.updated([Line(TABLE, "features", "requests", 1, "settings")])


def test_changed_retention_changes_the_line() -> None:
    kept = {
        days: next(
            each.value
            for each in lines(with_backups(recorded("prod"), days), usage(), sizes())
            if each.key == "monthly_dynamodb_backup_gb" and each.name == "recovery"
        )
        for days in (14, 28)
    }
    assert kept == {14: 700, 28: 1_400}


def usage() -> Usage:
    return of_stack("prod", recorded("prod"))[0]


def sizes() -> dict[str, int]:
    return {"feature_store": 50}


def with_backups(given: Recording, days: int) -> Recording:
    """Return a recording whose daily backups are kept for so many days."""

    def kept(inputs: dict[str, object]) -> dict[str, object]:
        rules = [{**each, "lifecycle": {"deleteAfter": days}} for each in inputs["rules"]]  # type: ignore[attr-defined]
        return {**inputs, "rules": rules}

    return changed("aws:backup/plan:Plan", kept, "recovery-critical")(given)
