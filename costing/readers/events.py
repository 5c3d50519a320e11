"""An event log: one JSON object a line, as `--event-log` and streaming previews write it.

From pulumi's sdk/go/common/apitype/events.go, read 2026-11-24. Its states lack dependencies.
"""

from collections.abc import Iterable
from typing import Any

from costing.readers.resource_v3 import Json


def digest_of(events: Iterable[Json]) -> Json:
    """Return the preview digest that the engine would have made of the same events."""
    digest: dict[str, Any] = {"config": {}, "steps": [], "diagnostics": [], "changeSummary": {}}
    for event in events:
        match event:
            case {"preludeEvent": {"config": config}}:
                digest["config"] = config
            case {"resourcePreEvent": {"metadata": dict() as step}}:
                digest["steps"].append(step_of(step))
            case {"diagnosticEvent": dict() as diagnostic}:
                digest["diagnostics"].append(diagnostic)
            case {"summaryEvent": {"resourceChanges": changes}}:
                digest["changeSummary"] = changes
    return digest


def step_of(metadata: Json) -> Json:
    return {
        "op": metadata.get("op"),
        "urn": metadata.get("urn"),
        "oldState": state_of(metadata.get("old")),
        "newState": state_of(metadata.get("new")),
    }


def state_of(state: object) -> object:
    """Events leave `custom` out where it is false; a digest states it."""
    return {"custom": False, **state} if isinstance(state, dict) else state
