"""Repository with two previews of one bucket each."""

import json
from pathlib import Path

import pytest

from tests.plimsoll.projects.repositories import GB, preview


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name in ("web", "api"):
        (tmp_path / name).mkdir()
        document = {**preview(name), "changeSummary": {"create": 2}}
        (tmp_path / f"{name}.json").write_text(json.dumps(document))
    (tmp_path / "usage.yaml").write_text(
        f"resources: {{models: {{standard: {{storage_gb: {GB}}}}}}}"
    )
    return tmp_path
