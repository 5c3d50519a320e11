import gzip
import json
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from costing.errors import GraphError
from costing.readers.detect import NO_GRAPH, read, read_base
from tests.costing.readers.engine import digest, export, state, step

PREVIEW = digest(step("create", None, state("a")))
EXPORT = export(state("a"))
TEXT = json.dumps(PREVIEW, indent=4)
EVENT = {"sequence": 1, "timestamp": 2}


def names(content: bytes) -> list[str]:
    return [each.name for each in read(content, "file").resources]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        ("Previewing update (prod):\n@ Updating...\n" + TEXT + "\n\n").encode(),
        gzip.compress(TEXT.encode()),
        json.dumps(EXPORT).encode(),
        json.dumps({"version": 3, "checkpoint": {"latest": EXPORT["deployment"]}}).encode(),
        json.dumps({"changeSummary": {"create": 1}, "steps": PREVIEW["steps"]}).encode(),
    ],
)
def test_a_file_is_told_by_its_content(content: bytes) -> None:
    assert names(content) == ["a"]


def test_an_event_log_is_a_preview() -> None:
    new = {**state("a"), "id": "", "parent": "", "inputs": {}, "outputs": {}, "provider": ""}
    metadata = {"op": "create", "urn": new["urn"], "old": None, "new": new}
    events: list[dict[str, Any]] = [
        {**EVENT, "preludeEvent": {"config": {"aws:region": "eu-west-1"}}},
        {**EVENT, "resourcePreEvent": {"metadata": metadata, "planning": True}},
        {**EVENT, "resOutputsEvent": {"metadata": metadata, "planning": True}},
        {**EVENT, "summaryEvent": {"resourceChanges": {"create": 1, "same": 2}}},
        {**EVENT, "cancelEvent": {}},
    ]

    graph = read("\n".join(map(json.dumps, events)).encode(), "events")

    assert [(each.name, each.region) for each in graph.resources] == [("a", "eu-west-1")]
    assert not graph.source.complete


TRUNCATED = TEXT[: TEXT.index("newState") + 20]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "there is nothing in it"),
        (b" \n", "there is nothing in it"),
        (b"error: no stack selected\n", NO_GRAPH),
        (b"[]", NO_GRAPH),
        (b"{}", NO_GRAPH),
        (b'{"version": 1, "currency": "USD"}', NO_GRAPH),
        (b'{"resourcePlans": {}}', "an update plan (--save-plan) lacks whole inputs"),
        (b'{"plan": {"resourcePlans": {}}}', "an update plan (--save-plan) lacks whole inputs"),
        (b'{"result": "succeeded", "duration": 1, "summary": {}}', "this is a preview's summary"),
        (TRUNCATED.encode(), "the JSON ends too soon, at line 10, column 8"),
        (b'{"steps": [}', "no JSON at line 1, column 12: Expecting value"),
        (b'{"steps": []} {"steps": []}', "no JSON at line 1, column 14: more follows"),
        (b'{"steps": [NaN]}', "NaN is no JSON number"),
        (b'{"steps": [' + b"9" * 5000 + b"]}", "no JSON: Exceeds the limit"),
        (b'{"steps": ' + b"[" * 100_000, "nested deeper than any Pulumi program goes"),
        (b'{"steps": [], "config": {"a": "\\ud800"}}', "half a character in it"),
        (b'{"config": "\xff"}', "no text in UTF-8: invalid start byte at byte 12"),
        (b"\x1f\x8b\x08\x00 cut", "no whole gzip file"),
        (b'{"sequence": 1, "timestamp": 2}\n{"seq', "the JSON ends too soon"),
    ],
)
def test_what_is_no_graph_is_one_line_that_names_the_file(content: bytes, message: str) -> None:
    for reader in (read, read_base):
        with pytest.raises(GraphError) as raised:
            reader(content, "file.json")

        text = str(raised.value)
        assert text.startswith("file.json: ")
        assert message in text
        assert "\n" not in text


def test_a_state_has_no_side_before() -> None:
    with pytest.raises(GraphError, match=r"^x: a state holds no change; name a second source"):
        read_base(json.dumps(EXPORT).encode(), "x")


def large(count: int) -> bytes:
    inputs = {"tags": {f"tag-{n}": "value" * 3 for n in range(9)}, "__defaults": [], "size": 8.0}
    outputs = {**inputs, **{f"output{n}": n for n in range(20)}, "region": "us-east-1"}
    states = [state(f"queue-{n}", inputs=inputs, outputs=outputs) for n in range(count)]
    return json.dumps(export(*states), indent=4).encode()


def seconds(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(5):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def test_a_large_state_takes_a_few_times_what_its_json_takes() -> None:
    content = large(2000)

    assert seconds(lambda: read(content, "x")) < 8 * seconds(lambda: json.loads(content))


def test_memory_is_in_proportion_to_the_file() -> None:
    content = large(2000)
    tracemalloc.start()
    read(content, "x")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 6 * len(content)
