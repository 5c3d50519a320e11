"""Write costing/plan/workload.schema.json, from which editors complete and check workload files."""

import json
from pathlib import Path
from typing import Any

from costing.plan.workload import Workload

SCHEMA = Path(__file__).resolve().parents[1] / "costing" / "plan" / "workload.schema.json"
SPAN = "#/$defs/Span"


def schema() -> dict[str, Any]:
    """Return the JSON schema of a workload file; a range may also be one number."""
    found: dict[str, Any] = with_numbers(Workload.model_json_schema())
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def with_numbers(part: Any) -> Any:  # noqa: ANN401 (JSON)
    match part:
        case {"$ref": reference, **rest} if reference == SPAN:
            return {**rest, "anyOf": [{"type": "number"}, {"$ref": SPAN}]}
        case dict():
            return {key: with_numbers(value) for key, value in part.items()}
        case list():
            return [with_numbers(each) for each in part]
    return part


def text() -> str:
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(text(), encoding="utf-8")
    print(f"written: {SCHEMA.name}")
