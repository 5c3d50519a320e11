"""Runbooks: each alarm names one, each has a command for each step."""

import json
import re

import pytest

from infra.aws.runbook import DEFAULT, FOLDER, PAGES
from tests.infra.stacks import EVERY, ROOT, recorded

ALARMS = (
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:cloudwatch/compositeAlarm:CompositeAlarm",
)
LINK = re.compile(rf"Runbook: ({FOLDER}/[a-z-]+\.md)")
FILES = sorted(each for each in (ROOT / FOLDER).glob("*.md") if each.name != "README.md")


@pytest.mark.parametrize("stack", EVERY)
def test_each_alarm_names_an_existing_runbook(stack: str) -> None:
    for each in recorded(stack).of_type(*ALARMS):
        if "scale-from-zero" not in each.name:  # starts instances and sends no notification
            [page] = LINK.findall(each.inputs["alarmDescription"])
            assert (ROOT / page).exists(), each
    for each in recorded(stack).of_type("aws:cloudwatch/eventTarget:EventTarget"):
        if template := each.inputs.get("inputTransformer"):
            assert LINK.search(json.loads(template["inputTemplate"])), each


def test_each_page_is_used_and_listed() -> None:
    assert {each.stem for each in FILES} == {DEFAULT, *(page for _, page in PAGES)}
    index = (ROOT / FOLDER / "README.md").read_text()
    assert all(f"({each.name})" in index for each in FILES)


@pytest.mark.parametrize("page", FILES, ids=lambda each: each.stem)
def test_each_step_has_a_command(page: object) -> None:
    text = page.read_text()  # type: ignore[attr-defined]
    steps = re.split(r"^(?=\d+\. |## )", text, flags=re.MULTILINE)[1:]
    for step in steps:
        followed = re.match(r"## .*\n\n(?=\d+\. )", step) or step.startswith("## Failover")
        assert "```sh\n" in step or followed or step.strip().count("\n") == 0, step[:80]
