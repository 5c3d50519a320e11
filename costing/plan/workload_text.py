"""Workload file with every key, its meaning and its default, as `plimsoll plan init` prints it."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from costing.files.validation import is_mapping, models
from costing.plan.workload import Span, Workload
from costing.plan.workload_file import flow

HEAD = (
    "# Workload of `plimsoll plan`. A number may be one value or {low: 1, mid: 2, high: 3}.",
    "# Keys with a default may be left out. The figures of this sample are assumptions:",
    "# replace requests_per_second, service_ms and work_hours by what you measured.",
)
PROFILE = [8, 7, 6, 6, 7, 9, 12, 16, 22, 28, 33, 36, 37, 36, 35, 34, 33, 31, 28, 24, 20, 16, 12, 10]
SAMPLE: Mapping[str, Any] = {
    "region": "us-east-1",
    "zones": ["us-east-1a", "us-east-1b", "us-east-1d"],
    "objective": {"target": 0.999},
    "services": {
        "serving": {
            "settings": "serving",
            "demand": {"profile": PROFILE, "growth": {"low": 0, "mid": 0.1, "high": 0.4}},
            "latency_ms": 1000,
            "startup_seconds": 180,
            "capacity": {
                "m7g.xlarge": {"requests_per_second": 40, "service_ms": 100},
                "m8g.xlarge": {"requests_per_second": 46, "service_ms": 90},
                "m6g.xlarge": {"requests_per_second": 34, "service_ms": 115},
                "c7g.xlarge": {"requests_per_second": 40, "service_ms": 100},
                "c8g.xlarge": {"requests_per_second": 46, "service_ms": 90},
                "r7g.xlarge": {"requests_per_second": 40, "service_ms": 100},
            },
        }
    },
    "jobs": {
        "training": {
            "settings": "training",
            "work_hours": {
                "g6.2xlarge": 30,
                "g5.2xlarge": 28,
                "g4dn.2xlarge": 60,
                "g6e.2xlarge": 20,
            },
            "deadline_hours": 72,
            "runs_per_month": 10,
        }
    },
    "dependencies": {"elb-multi-az": None},
    "commitments": {"kinds": ["compute_savings_plan"]},
}


def workload_text() -> str:
    return "\n".join([*HEAD, *lines(Workload, SAMPLE, "")]) + "\n"


def lines(model: type[BaseModel], sample: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Yield each key of a model with its sample value, else its default."""
    for name, field in model.model_fields.items():
        kinds = [each for each in models(field.annotation) if each is not Span]
        if field.description and kinds:
            yield f"{indent}# {field.description}"
        given = sample.get(name)
        if is_mapping(field):
            yield from entries(name, field, given or {}, indent)
        elif kinds and isinstance(given or {}, Mapping):
            yield f"{indent}{name}:"
            yield from lines(kinds[0], given or {}, f"{indent}  ")
        else:
            yield from single(name, field, sample, indent)


def entries(name: str, field: FieldInfo, given: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Yield a mapping whose keys the user chooses; the first entry shows every key."""
    value = [each for each in models(get_args(field.annotation)[1]) if each is not Span]
    yield f"{indent}{name}:" + ("" if given else " {}")
    for index, (key, content) in enumerate(given.items()):
        if value and index == 0:
            yield f"{indent}  {key}:"
            yield from lines(value[0], content, f"{indent}    ")
        else:
            yield f"{indent}  {key}: {flow(content)}"


def single(name: str, field: FieldInfo, sample: Mapping[str, Any], indent: str) -> Iterator[str]:
    note = f"  # {field.description}" if field.description else ""
    if name in sample:
        yield f"{indent}{name}: {flow(sample[name])}{note}"
    elif field.is_required():
        yield f"{indent}{name}: {flow(field.examples and field.examples[0])}{note}"
    elif field.get_default() is None and field.examples:
        yield f"{indent}# {name}: {flow(field.examples[0])}{note}"
    else:
        yield f"{indent}{name}: {flow(field.get_default())}{note}"
