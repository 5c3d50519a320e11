"""Any file in place of an input file is read, or refused in one line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from costing.errors import CostingError
from costing.estimate import private_pricing
from costing.graph.preview import project
from costing.graph.readers import detect
from costing.usage import file as usage_file
from costing.usage.resolve import resolve
from policies.engine import baseline, waivers
from tests import graphs

BUCKET = "aws:s3/bucket:Bucket"
STACK = graphs.graph(graphs.resource(BUCKET, "models"), graphs.resource(BUCKET, "web"))

SAMPLES = {
    "usage": """\
version: 1
defaults:
  aws:s3/bucket:Bucket: {standard: {storage_gb: 1e3, monthly_tier_1_requests: 10_000}}
resources:
  models: {standard: {storage_gb: {low: 1, mid: 2, high: 3}}}
  "web*": &web
    standard: {storage_gb: 5}
""",
    "peers": """\
version: 0.1
resource_type_default_usage:
  aws_s3_bucket: {standard: {storage_gb: 10}}
resource_usage:
  aws_s3_bucket.models: {standard: {storage_gb: 10}}
""",
    "waivers": """\
- rule: s3-bucket
  resource: web
  reason: it is public
  owner: team
  expires: 2027-01-31
""",
    "prices": """\
version: 1
discounts: [{service: AmazonEC2, percent: 5}]
prices:
  - {service: AmazonS3, usage_type: Requests-Tier1, unit: Requests, unit_price: 1e-3,
     as_of: 2026-01-01}
""",
    "project": """\
name: demo
runtime: {name: python, options: {virtualenv: venv}}
config:
  size: {type: integer, default: 0777}
  when: {value: '2024-01-01'}
""",
    "stack": """\
environment: [a]
config:
  aws:region: us-east-1
  size: 1e3
  demo:deep: {a: [on, {secure: abc}], b: 2024-01-01T10:00:00-05:00}
  plimsoll:stackOutputs: references.yaml
""",
    "references": "network: {vpc: vpc-1, sizes: [1, .5]}\n",
}


def resolved(path: Path) -> None:
    stated = usage_file.read(path)
    resolve(stated, STACK)
    usage_file.applicable(stated, STACK)


def demo(path: Path, name: str) -> None:
    names = {"project": "Pulumi.yaml", "stack": "Pulumi.dev.yaml", "references": "references.yaml"}
    for kind, file in names.items():
        (path.parent / file).write_text(SAMPLES[kind], encoding="utf-8")
    (path.parent / names[name]).write_bytes(path.read_bytes())
    stated = project.read(path.parent)
    chosen = project.stack(stated, "dev")
    project.known_stacks(stated, chosen.config, None, {})


READERS: dict[str, Callable[[Path], object]] = {
    "usage": resolved,
    "peers": resolved,
    "waivers": waivers.read,
    "prices": private_pricing.read,
    "project": lambda path: demo(path, "project"),
    "stack": lambda path: demo(path, "stack"),
    "references": lambda path: demo(path, "references"),
    "baseline": baseline.read,
    "preview": lambda path: detect.read(path.read_bytes(), str(path)),
}


def check(name: str, path: Path) -> str:
    """Return the message that a file is refused with, empty for one that is read."""
    try:
        READERS[name](path)
    except CostingError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(SAMPLES[name], encoding="utf-8")
    assert check(name, path) == ""


INSERTED = (
    *("", " ", "\n", "  ", "\t", ":", ": ", "- ", "[", "]", "{", "}", ",", "'", '"', "#", "|", ">"),
    *("&a ", "*a", "*web", "<<: *web", "!!int ", "!x ", "? ", "---\n", "%", "@", "=", "~", "null"),
    *(
        "9" * 40,
        "9" * 5000,
        "1e999",
        "-1",
        ".nan",
        "2026-02-30",
        "0x",
        "\0",
        "\ufeff",
        "é",
        "\ud800",
    ),
)
NAMES = [*READERS]


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, bytes]:
    """Return a reader's name and a sample with some pieces cut out, doubled or put in."""
    name = draw(st.sampled_from([*SAMPLES]))
    text = SAMPLES[name]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        piece = draw(st.sampled_from((*INSERTED, text[start:end] * 2)))
        text = text[:start] + piece + text[end:]
    return name, text.encode("utf-8", "surrogatepass")


WORDS = sorted({word for text in SAMPLES.values() for word in text.replace(":", " ").split()})
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from([*WORDS, "2026-01-01", "low", "mid", "high", "secure", "1e7", "10_000"])
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)
KEYS = {
    "usage": ("version", "defaults", "resources", "shared"),
    "peers": ("resource_usage", "resource_type_default_usage"),
    "prices": ("version", "discounts", "prices"),
    "project": ("name", "runtime", "main", "config", "stackConfigDir"),
    "stack": ("config", "environment"),
    "preview": ("steps", "config", "diagnostics", "changeSummary", "source", "deployment"),
    "baseline": ("findings",),
}


@st.composite
def structured(draw: st.DrawFn) -> tuple[str, bytes]:
    """Return a reader's name and a file with its keys and any values, as JSON."""
    name = draw(st.sampled_from(NAMES))
    keys = KEYS.get(name, ())
    value = draw(VALUES) if not keys else {key: draw(VALUES) for key in keys if draw(st.booleans())}
    return name, json.dumps(value).encode()


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutated() | structured() | st.tuples(st.sampled_from(NAMES), st.binary(max_size=80)))
def test_any_file_is_read_or_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given_file: tuple[str, bytes]
) -> None:
    monkeypatch.delenv("PULUMI_STACK", raising=False)
    name, content = given_file
    path = tmp_path / "file"
    path.write_bytes(content)
    assert len(check(name, path).splitlines()) <= 1
