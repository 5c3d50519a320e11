"""Workload files: the sample, the schema, and messages on mistakes."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from costing.errors import FileError
from costing.files import yaml_file
from costing.plan.workload import Workload
from costing.plan.workload_file import parsed, read
from costing.plan.workload_text import workload_text
from tools.workload_schema import SCHEMA, schema, text

VALID = """\
region: us-east-1
zones: [us-east-1a, us-east-1b]
objective: {target: 0.999}
services:
  web:
    demand: {profile: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}
    latency_ms: 800
    startup_seconds: {low: 60, mid: 120, high: 300}
    capacity:
      m7g.xlarge: {requests_per_second: 40, service_ms: 50}
"""

MISTAKES = {
    ("latency_ms: 800", ""): "is missing; add it; example: latency_ms: 800",
    (
        "target: 0.999",
        "target: 2",
    ): "objective.target is 2; should be less than or equal to",
    (
        "target: 0.999",
        "target: 0.99999999999",
    ): "should be less than or equal to 0.999999; example",
    ("startup_seconds", "start_seconds"): 'did you mean "startup_seconds"?',
    ("{low: 60, mid: 120", "{low: 200, mid: 120"): "write low, mid and high in ascending order",
    ("service_ms: 50", "service_ms: 0"): "write a number above 0; example: service_ms: 50",
    ("service_ms: 50", "service_ms: fast"): 'service_ms is "fast"; write a number, or {',
    ("[us-east-1a, us-east-1b]", "[us-east-1a]"): "survive_zones is 1 with 1 zones",
    ("[us-east-1a, us-east-1b]", "[us-east-1a, us-east-1a]"): "a zone is listed twice",
    ("[us-east-1a, us-east-1b]", "[eu-west-1a, us-east-1b]"): 'zone "eu-west-1a" is not in region',
    ("[us-east-1a, us-east-1b]", "[]"): "zones is empty; write at least 1 value; example: zones: [",
    ("[us-east-1a, us-east-1b]", "[us-east-1a, us-east-1a] "): "w.yaml:1: a zone is listed twice",
    ("demand: {", "demand: {growth: -1, "): "growth is -1; write a share above -1",
    ("service_ms: 50", "service_ms: "): "service_ms is empty; write a number, or {low: 1",
    ("region:", "dependencies: {x: 2}\nregion:"): "dependencies.x is 2; should be less than",
    ("1, 1]", "1]"): "profile has 23 values; write 24 or 168",
}


def test_sample_is_valid_and_has_every_key() -> None:
    sample = workload_text()

    found = parsed(sample, "sample")

    assert found.services["serving"].settings == "serving"
    keys = {name for each in schema()["$defs"].values() for name in each["properties"]}
    assert [key for key in {*keys, *Workload.model_fields} if f"{key}:" not in sample] == []


def test_schema_is_current_and_accepts_the_sample() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == text(), "run: make docs"

    content = yaml_file.parsed(workload_text(), "sample").value
    jsonschema.validate(as_numbers(content), schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**as_numbers(content), "zone": []}, schema())


def as_numbers(value: Any) -> Any:
    match value:
        case dict():
            return {key: as_numbers(each) for key, each in value.items()}
        case list():
            return [as_numbers(each) for each in value]
        case bool() | str() | None:
            return value
    return float(str(value))


@pytest.mark.parametrize("change", MISTAKES, ids=lambda change: change[1] or "missing")
def test_mistake_is_one_line_with_an_example(change: tuple[str, str]) -> None:
    with pytest.raises(FileError) as raised:
        parsed(VALID.replace(*change), "w.yaml")

    assert MISTAKES[change] in str(raised.value)
    assert str(raised.value).startswith("w.yaml:")
    assert "\n" not in str(raised.value)


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    text = VALID.replace("profile: [", "trace: t.csv} # [")
    (tmp_path / "w.yaml").write_text(text, encoding="utf-8")

    assert read(tmp_path / "w.yaml").services["web"].demand.trace == tmp_path / "t.csv"
