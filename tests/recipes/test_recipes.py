"""Each recipe of CONTRIBUTING.md, carried out on a sample in a copy of the repository."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.recipes.samples import SAMPLES, Sample

REQUIRED = os.environ.get("PLIMSOLL_INSTALL") == "required"
COPIED = ("costing", "docs", "infra", "plimsoll", "policies", "tests", "tools", "benchmarks")
FILES = ("*.md", "*.toml", "Pulumi*.yaml", "__main__.py", "Makefile")
COUNT = re.compile(r"^Files to write: (\d)", re.MULTILINE)


def copied(folder: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__", "node_modules")
    for name in (*COPIED, "examples", "usage"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for pattern in FILES:
        for path in ROOT.glob(pattern):
            shutil.copy(path, folder)
    return folder


def apply(sample: Sample, folder: Path) -> None:
    for edit in sample.edits:
        text = (folder / edit.path).read_text()
        assert text.count(edit.old) == 1, f"{edit.path}: {edit.old!r}"
        (folder / edit.path).write_text(text.replace(edit.old, edit.new))
    for path, text in sample.files.items():
        assert not (folder / path).exists()
        (folder / path).write_text(text)


def run(folder: Path, *arguments: str) -> None:
    ended = subprocess.run(  # noqa: S603 (of this environment)
        [sys.executable, "-m", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"


def section(heading: str) -> str:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.heading)
def test_recipe_names_its_files_and_their_number(sample: Sample) -> None:
    (count,) = COUNT.findall(section(sample.heading))
    assert len(sample.written) == int(count)


@pytest.mark.skipif(not REQUIRED, reason="copies the repository five times: make test-engine")
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.heading)
def test_recipe_passes_its_checks(tmp_path: Path, sample: Sample) -> None:
    folder = copied(tmp_path / "repository")
    apply(sample, folder)
    for module in sample.generate:
        run(folder, module)
    python = [path for path in sample.written if path.endswith(".py")]
    if python:
        run(folder, "ruff", "check", "--fix", *python)
        run(folder, "ruff", "format", *python)
        run(folder, "ruff", "check", *python)
    run(folder, "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *sample.checks)
