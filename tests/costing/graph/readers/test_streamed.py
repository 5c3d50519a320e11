"""States read one by one: the same graph as from the whole text, in less memory."""

import io
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from benchmarks import states
from costing.errors import GraphError
from costing.graph.readers import detect, streamed
from costing.graph.readers.streamed import document_of, same
from tests.costing.graph.readers.engine import digest, export, state, step

EXPORT = export(
    state("a", inputs={"p": ["ä", {"q": 1.5}], "__defaults": []}, outputs={"p": ["ä", {"q": 1.5}]}),
    state("b", custom=False, dependencies=[], propertyDependencies={"p": []}),
)
LATEST = {"version": 3, "checkpoint": {"stack": "x", "latest": EXPORT["deployment"]}}


def written(document: dict[str, Any], path: Path, indent: int | None = None) -> Path:
    path.write_text(json.dumps(document, indent=indent, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("chunk", [1, 7, 100, 2**20])
@pytest.mark.parametrize("indent", [None, 4])
@pytest.mark.parametrize("document", [EXPORT, LATEST, {"version": 3, "deployment": None}])
def test_graph_is_that_of_the_whole_text(
    document: dict[str, Any],
    indent: int | None,
    chunk: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(streamed, "CHUNK", chunk)
    path = written(document, tmp_path / "state.json", indent)

    assert detect.streamed_file(path) is not None
    assert detect.read_file(path) == detect.read(path.read_bytes(), "state")


def test_outputs_that_nothing_reads_are_left_out(tmp_path: Path) -> None:
    path = states.write(tmp_path / "state.json", 10)

    whole, slim = detect.read_file(path, all_outputs=True), detect.read_file(path)

    for one, other in zip(whole.resources, slim.resources, strict=True):
        assert one.inputs == other.inputs
        assert one.filled == other.filled
        assert {**one.outputs, **other.outputs} == one.outputs
    outputs = slim.resources[0].outputs
    assert "arn" in outputs
    assert "tags" in outputs
    assert "computed1" not in outputs


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        json.dumps(digest(step("create", None, state("a")))),
        "Warning\n" + json.dumps(EXPORT),
        json.dumps(EXPORT) + "\nmore",
        json.dumps(EXPORT)[:-1],
        json.dumps(EXPORT).replace('"version"', '"version": 3, "version"'),
        json.dumps(EXPORT).replace('"version"', '"other": 3, "version"'),
        '{"version": 3, "deployment": {"resources": [{"urn": "\\ud800"}]}}',
        '{"version": 3, "deployment": {"resources": [{"a": 1, "a": 1}]}}',
        '{"version": 3, "deployment": {"resources": {}}}',
        '{"version": 3, "deployment": {"resources": [1 2]}}',
        '{"version": NaN}',
        "[" * 100_000,
        '{"version": ' + "[" * 100_000,
    ],
)
def test_other_texts_are_read_whole(text: str) -> None:
    assert document_of(io.BytesIO(text.encode())) is None


def test_other_encodings_are_read_whole() -> None:
    assert document_of(io.BytesIO(json.dumps(EXPORT).encode("utf-16"))) is None


def test_mistake_has_the_message_of_the_whole_text(tmp_path: Path) -> None:
    path = written(export(state("a"), {**state("b"), "inputs": 3}), tmp_path / "s.json")

    with pytest.raises(GraphError) as slim:
        detect.read_file(path)
    with pytest.raises(GraphError) as whole:
        detect.read(path.read_bytes(), str(path))

    assert str(slim.value) == str(whole.value)


def test_equal_values_of_other_types_are_kept_apart() -> None:
    assert same({"a": [1, "x"]}, {"a": [1, "x"]})
    assert not same({"a": [1]}, {"a": [True]})
    assert not same(1, 1.0)


def test_memory_is_less_than_the_file(tmp_path: Path) -> None:
    path = states.write(tmp_path / "state.json", 3_000)
    detect.read_file(states.write(tmp_path / "small.json", 10))  # tables that are kept
    tracemalloc.start()
    detect.read_file(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 2.5 * path.stat().st_size
