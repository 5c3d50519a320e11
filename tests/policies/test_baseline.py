from pathlib import Path

import pytest

from plimsoll.report.check_json import as_json
from plimsoll.report.check_table import as_table
from policies.engine.baseline import against, read
from policies.engine.errors import BaselineError
from tests.policies.test_checking import checked, database


def test_only_new_findings_fail(tmp_path: Path) -> None:
    before = checked(database("a"))
    report = tmp_path / "before.json"
    report.write_text(as_json(before))

    same = against(checked(database("a")), read(report))
    assert before.fail()
    assert not same.fail()
    assert "[in the baseline]" in as_table(same)
    assert same.count("violation") == before.count("violation") == same.known

    more = against(checked(database("a"), database("b")), read(report))
    assert more.fail()
    assert {each.finding.resource.name for each in more.found if not each.known} == {"b"}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"findings": [{}]}', "no JSON"])
def test_file_without_findings_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text)

    with pytest.raises(BaselineError, match="not a report of findings; create one with"):
        read(path)
