"""Writes infra/settings.schema.json: what editors complete the settings of a stack file from."""

import json
from pathlib import Path
from typing import Any

from infra.settings import Settings

SCHEMA = Path(__file__).resolve().parents[1] / "infra" / "settings.schema.json"
OWN = "plimsoll"
REGION = "region"  # a stack states it as aws:region
FOR_THE_COMMAND = {
    "usage": "What no program says: a usage file, from the project's folder",
    "waivers": "What is known to break a rule: a waiver file",
    "profile": "Which rules are asked for: dev, prod or regulated",
    "stackReferences": "Outputs of other stacks, for a preview without an engine",
}


def schema() -> dict[str, Any]:
    """Return the JSON schema of a stack file."""
    settings = Settings.model_json_schema()
    own = {key: each for key, each in settings["properties"].items() if key != REGION}
    stated = {f"{OWN}:{key}": each for key, each in own.items()}
    for key, meaning in FOR_THE_COMMAND.items():
        stated.setdefault(f"{OWN}:{key}", {"type": "string", "description": meaning})
    required = [f"{OWN}:{key}" for key in settings["required"] if key != REGION]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of a stack of the platform",
        "type": "object",
        "properties": {
            "config": {
                "type": "object",
                "properties": {"aws:region": settings["properties"][REGION], **stated},
                "required": ["aws:region", *required],
                "patternProperties": {f"^(?!{OWN}:)": {}},
                "additionalProperties": False,
            }
        },
        "required": ["config"],
        "$defs": settings["$defs"],
    }


def text() -> str:
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(text(), encoding="utf-8")
    print(f"written: {SCHEMA.name}")
