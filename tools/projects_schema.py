"""Write plimsoll/projects/plimsoll.schema.json, from which editors check plimsoll.yaml."""

import json
from pathlib import Path

from plimsoll.projects.file import ProjectsFile

SCHEMA = Path(__file__).resolve().parents[1] / "plimsoll" / "projects" / "plimsoll.schema.json"


def text() -> str:
    schema = ProjectsFile.model_json_schema()
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(text(), encoding="utf-8")
    print(f"written: {SCHEMA.name}")
