"""Reader of event logs: one JSON object a line, written by `--event-log` and streaming previews.

Source: sdk/go/common/apitype/events.go of pulumi/pulumi, read 2026-11-24. States in event logs
have no dependencies.
"""

from collections.abc import Iterable
from typing import Any

from costing.graph.readers.resource_v3 import Json

SEQUENCED = {"sequence", "timestamp"}


def is_event(document: Json) -> bool:
    return document.keys() >= SEQUENCED or any(
        key.endswith("Event") and isinstance(document[key], dict) for key in document
    )


def digest_of(events: Iterable[Json]) -> Json:
    """Return the preview digest that the engine would have made of the same events.

    A log that ends before its summary event yields a digest without a `changeSummary`.
    """
    digest: dict[str, Any] = {"config": {}, "steps": [], "diagnostics": []}
    for event in events:
        match event:
            case {"preludeEvent": {"config": config}}:
                digest["config"] = config
            case {"resourcePreEvent": {"metadata": dict() as step}}:
                digest["steps"].append(step_of(step))
            case {"diagnosticEvent": dict() as diagnostic}:
                digest["diagnostics"].append(diagnostic)
            case {"resOpFailedEvent": {"metadata": {"urn": str() as urn}}}:
                failed = {"severity": "error", "message": f"the operation on {urn} failed"}
                digest["diagnostics"].append(failed)
            case {"summaryEvent": {"resourceChanges": changes}}:
                digest["changeSummary"] = {} if changes is None else changes
    return digest


def step_of(metadata: Json) -> Json:
    return {
        "op": metadata.get("op"),
        "urn": metadata.get("urn"),
        "oldState": state_of(metadata.get("old")),
        "newState": state_of(metadata.get("new")),
    }


def state_of(state: object) -> object:
    """Return a state as a digest has it: events leave out `custom` if it is false."""
    return {"custom": False, **state} if isinstance(state, dict) else state
