"""States and steps as the engine writes them, small."""

from typing import Any

UNKNOWN_MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
QUEUE = "aws:sqs/queue:Queue"
PROVIDER = "pulumi:providers:aws"

Json = dict[str, Any]


def urn(kind: str, name: str) -> str:
    return f"urn:pulumi:prod::shop::{kind}::{name}"


def state(name: str, kind: str = QUEUE, **more: Any) -> Json:
    return {"urn": urn(kind, name), "custom": True, "type": kind, **more}


def step(operation: str, old: Json | None = None, new: Json | None = None) -> Json:
    states = {"oldState": old, "newState": new}
    specified = {key: value for key, value in states.items() if value is not None}
    return {"op": operation, "urn": (new or old or {})["urn"], **specified, "detailedDiff": None}


def digest(*steps: Json, **more: Any) -> Json:
    return {"config": {"aws:region": "us-east-1"}, "steps": list(steps), **more}


def export(*states: Json, **more: Any) -> Json:
    return {"version": 3, "deployment": {"manifest": {}, "resources": list(states)}, **more}
