import gzip
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from costing.errors import CostingError, GraphError
from costing.graph.readers import detect
from costing.graph.readers.detect import NO_GRAPH, read, read_base
from tests.calls import calls
from tests.costing.graph.readers.engine import digest, export, state, step

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
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-32"),
        ("Previewing update (prod):\n@ Updating...\n" + TEXT + "\n\n").encode(),
        f"Loading {{shop-guard@0.0.7}}\n{{not json\n{TEXT}\nUpdate plan written to a\n".encode(),
        f"{TEXT}\nwarning: A new version of Pulumi is available.\n   {{see}}\n".encode(),
        f'{{"level": "info", "message": "x"}}\n{TEXT}{{"level": "info"}}'.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        gzip.compress(TEXT.encode()),
        json.dumps(EXPORT).encode(),
        json.dumps({"version": 3, "checkpoint": {"latest": EXPORT["deployment"]}}).encode(),
        json.dumps({"changeSummary": {"create": 1}, "steps": PREVIEW["steps"]}).encode(),
    ],
)
def test_file_kind_is_recognized_by_its_content(content: bytes) -> None:
    assert names(content) == ["a"]


METADATA = {"op": "create", "urn": state("a")["urn"], "old": None, "new": state("a")}
SUMMARY = {"summaryEvent": {"resourceChanges": {"create": 1}}}
LOG: list[dict[str, Any]] = [
    {"preludeEvent": {"config": {"aws:region": "eu-west-1"}}},
    {"resourcePreEvent": {"metadata": METADATA, "planning": True}},
    {"resOutputsEvent": {"metadata": METADATA, "planning": True}},
    SUMMARY,
    {"cancelEvent": {}},
]


def log(*events: dict[str, Any], **more: object) -> bytes:
    return "\n".join(json.dumps({**more, **each}) for each in events).encode()


@pytest.mark.parametrize(
    "content",
    [
        log(*LOG, **EVENT),
        log(*LOG, timestamp=1, type="event"),  # without a sequence
        b"Installing policy pack...\n\n" + log(*LOG, **EVENT) + b"\nUpdate plan written to a.txt\n",
        log(*LOG, **EVENT).replace(b"\n", b"\r\n"),
        log(*LOG, **EVENT).decode().encode("utf-16"),
    ],
)
def test_an_event_log_is_a_preview(content: bytes) -> None:
    graph = read(content, "events")

    assert [(each.name, each.region) for each in graph.resources] == [("a", "eu-west-1")]
    assert graph.source.complete


@pytest.mark.parametrize("left_out", [SUMMARY, LOG[1]])
def test_event_log_with_missing_events_is_incomplete(left_out: dict[str, Any]) -> None:
    events = [each for each in LOG if each != left_out]

    assert not read(log(*events, **EVENT), "events").source.complete


@pytest.mark.parametrize(
    "event",
    [
        {"diagnosticEvent": {"severity": "error", "message": "error: no"}},
        {"resOpFailedEvent": {"metadata": METADATA, "status": 1, "steps": 1}},
    ],
)
def test_an_event_log_of_a_failed_preview_is_refused(event: dict[str, Any]) -> None:
    with pytest.raises(GraphError, match="the preview failed: "):
        read(log(*LOG, event, **EVENT), "events")


TRUNCATED = TEXT[: TEXT.index("newState") + 20]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty; make one with: pulumi preview --json --show-sames"),
        (b" \n", "the file is empty"),
        (b"error: no stack selected\n", NO_GRAPH),
        (b"[]", NO_GRAPH),
        (b"{}", NO_GRAPH),
        (b'{"version": 1, "currency": "USD"}', NO_GRAPH),
        (b'{"resourcePlans": {}}', "an update plan (--save-plan) has incomplete inputs"),
        (b'{"plan": {"resourcePlans": {}}}', "an update plan (--save-plan) has incomplete inputs"),
        (
            b'{"result": "succeeded", "duration": 1, "summary": {}}',
            "a preview summary without resources",
        ),
        (TRUNCATED.encode(), "line 10: the text is incomplete; write the whole file"),
        (b'{"steps": [}', "not valid JSON: line 1: expecting value at column 12"),
        (b'{"steps": []} {"steps": []}', "line 1: a second document begins here"),
        (b'{"steps": [NaN]}', "NaN is not a JSON number"),
        (
            b'{"steps": [' + b"9" * 5000 + b"]}",
            "not valid JSON: number of 5000 digits; at most 309",
        ),
        (b'{"steps": ' + b"[" * 100_000, "nested too deeply; flatten it"),
        (b'{"steps": [], "config": {"a": "\\ud800"}}', "invalid Unicode text"),
        (b'\n{"config": "\xff"}', "not valid UTF-8 text (byte 0xFF); save the file as UTF-8"),
        (b"\x1f\x8b\x08\x00 cut", "not a complete gzip file"),
        (b'{"sequence": 1, "timestamp": 2}\n{"seq', "line 2: the text is incomplete"),
        (b'{"steps": [], "steps": []}', 'duplicate key "steps"; keep one of them'),
        (b'{"steps": [1e999]}', '"1e999" is out of range'),
        (b"\x28\xb5\x2f\xfd...", "compressed with Zstandard; run: pulumi stack export"),
        (f"{TEXT}\n{TEXT}".encode(), "a second document begins here; keep one in a file"),
        (f"{TEXT}\n{json.dumps(EVENT)}".encode(), "a second document begins here"),
        (f"{TEXT}\nerror: preview failed\n".encode(), "the preview failed: preview failed"),
        (f"\x1b[31merror: \x1b[0mno\n{TEXT}".encode(), "the preview failed: no"),
    ],
)
def test_invalid_graph_is_reported_with_its_file(content: bytes, message: str) -> None:
    for reader in (read, read_base):
        with pytest.raises(CostingError) as raised:
            reader(content, "file.json")

        text = str(raised.value)
        assert text.startswith("file.json:")
        assert message in text
        assert "\n" not in text


def test_state_has_no_base() -> None:
    with pytest.raises(
        GraphError, match=r"^x: a state contains no changes; specify a second source"
    ):
        read_base(json.dumps(EXPORT).encode(), "x")


@pytest.mark.parametrize("as_file", [True, False])
def test_gzip_bomb_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, as_file: bool
) -> None:
    monkeypatch.setattr(detect, "LARGEST", 2**21)
    path = tmp_path / "state.json"
    path.write_bytes(gzip.compress(b" " * 2**27))
    tracemalloc.start()
    with pytest.raises(CostingError, match=r"state.json: larger than 2 MiB; split it"):
        detect.read_file(path) if as_file else read(path.read_bytes(), "state.json")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 2**23


def large(count: int) -> bytes:
    inputs = {"tags": {f"tag-{n}": "value" * 3 for n in range(9)}, "__defaults": [], "size": 8.0}
    outputs = {**inputs, **{f"output{n}": n for n in range(20)}, "region": "us-east-1"}
    states = [state(f"queue-{n}", inputs=inputs, outputs=outputs) for n in range(count)]
    return json.dumps(export(*states), indent=4).encode()


def test_calls_are_in_proportion_to_the_resources() -> None:
    small, double = large(400), large(800)
    read(small, "x")  # imports and caches

    assert calls(lambda: read(double, "x")) < 2.05 * calls(lambda: read(small, "x"))


def test_memory_is_in_proportion_to_the_file() -> None:
    content = large(2000)
    tracemalloc.start()
    read(content, "x")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 6 * len(content)
