"""Commands and code of the documentation run as they are shown."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from costing.estimate.estimate import estimate
from costing.graph.preview.access import ALLOWED
from costing.graph.source import opened
from costing.prices.book import installed
from costing.usage.file import read

ROOT = Path(__file__).parents[1]
PYTHON = re.compile(r"^```python\n(.+?)^```$", re.MULTILINE | re.DOTALL)


def test_the_variables_that_programs_get_are_documented() -> None:
    page = (ROOT / "docs" / "security.md").read_text()
    _, _, rest = page.partition("<!-- variables:")
    listed, end, _ = rest.partition("<!-- end of variables -->")
    assert end
    assert re.findall(r"`([A-Z0-9_]+)`", listed.partition("-->")[2]) == sorted(ALLOWED)


def test_the_python_entry_points_work_as_documented(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (snippet,) = PYTHON.findall((ROOT / "docs" / "python.md").read_text())
    monkeypatch.chdir(ROOT)

    exec(compile(snippet, "docs/python.md", "exec"), {})  # noqa: S102 (that is the test)

    first, cost, *lines = capsys.readouterr().out.splitlines()
    folder = "examples/two-region-bucket"
    given = opened(folder, "dev")
    expected = estimate(given.graph, installed(), read(ROOT / folder / "usage.yaml"))
    assert first == f"{len(given.graph.resources)} resources in global us-east-1 us-west-2"
    assert cost == f"${expected.monthly_cost:.2f} a month, 0 gaps"
    assert expected.monthly_cost > Decimal(0)
    assert len(lines) > sum(len(each.charges) for each in expected.resources)
