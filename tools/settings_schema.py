"""Write infra/settings.schema.json, from which editors complete and check stack files."""

import json
from pathlib import Path
from typing import Any

from infra.settings import Settings

SCHEMA = Path(__file__).resolve().parents[1] / "infra" / "settings.schema.json"
OWN = "plimsoll"
REGION = "region"  # aws:region in a stack file
COMMAND_SETTINGS = {
    "usage": "Path of the usage file, relative to the project folder",
    "waivers": "Path of the waiver file, relative to the project folder",
    "profile": "Policy profile: dev, prod or regulated",
    "stackOutputs": "File with outputs of other stacks, for a preview without an engine",
    "timeout": "Time limit of a preview without an engine, seconds",
}


def schema() -> dict[str, Any]:
    """Return the JSON schema of a stack file."""
    settings = Settings.model_json_schema()
    own = {key: each for key, each in settings["properties"].items() if key != REGION}
    keys = {f"{OWN}:{key}": each for key, each in own.items()}
    for key, description in COMMAND_SETTINGS.items():
        keys.setdefault(f"{OWN}:{key}", {"type": ["string", "number"], "description": description})
    keys[f"{OWN}:ruleSettings"] = {
        "type": "object",
        "additionalProperties": {"type": "object"},
        "description": "Settings of rules: rule, then setting, then value",
    }
    required = [f"{OWN}:{key}" for key in settings["required"] if key != REGION]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of a stack of the platform",
        "type": "object",
        "properties": {
            "config": {
                "type": "object",
                "properties": {"aws:region": settings["properties"][REGION], **keys},
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
