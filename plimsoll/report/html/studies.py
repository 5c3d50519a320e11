"""Results of `plimsoll plan` and `plimsoll tradeoffs` for the page, read from their JSON."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints

from costing.errors import CallError
from costing.files import json_file
from costing.files.document import Document
from costing.files.validation import validated

Text = Annotated[str, StringConstraints(max_length=5000)]
TITLES = {"tradeoffs": "Trade-offs", "plan": "Plan"}


class Section(BaseModel):
    """Table of a study, as in its text format."""

    model_config = ConfigDict(frozen=True)

    title: Text
    columns: tuple[Text, ...] = ()
    rows: tuple[tuple[Text, ...], ...] = ()
    lines: tuple[Text, ...] = ()


class Origin(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    project: str
    stack: str


class Study(BaseModel):
    """Tables of a result in JSON; its other keys are for programs."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sections: tuple[Section, ...]
    source: Origin | None = None  # None for a plan, which is of a workload

    def is_of(self, project: str, stack: str) -> bool:
        return self.source is None or (self.source.project, self.source.stack) == (project, stack)


def read(path: Path, name: str) -> Study:
    """Raise FileError for invalid JSON, CallError for JSON of another command."""
    content: Any = json_file.read(path)
    if not isinstance(content, dict) or "sections" not in content:
        raise CallError(
            f"{path}: not the result of plimsoll {name}; write it with "
            f"plimsoll {name} --format json --out {path}"
        )
    return validated(Study, Document(str(path), content))
