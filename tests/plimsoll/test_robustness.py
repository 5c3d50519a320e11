"""Programs and files that once ran callbacks, leaked credentials or broke a report, in a table."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from plimsoll.cli import main
from tests.paths import ROOT

CASES = ROOT.parent / "shared" / "cases" / "faults" / "robust"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="../shared is absent")
COMMANDS = (
    "cost applied --allow-gaps",
    "cost applied --allow-gaps --assume-ids",
    "cost creds",
    "cost creds --with-env EVIDENCE",
    "cost creds --with-env EVIDENCE --with-credentials",
    "cost twice",
    "cost hang --timeout 4",
    "cost yaml11",
    "check broken-policy.json --only iam-policy-no-full-administrator-access",
    "cost ecs-external-cluster.json",
    "cost ecs-fargate.json",
    "cost ecs-unhashable.json",
    "check same-name.json --only security-group-in-use",
    "check other-name.json --only security-group-in-use",
    "cost preview.json",
    "check junit.json --only rds-automated-backups --format junit",
    "cost inj.json --allow-gaps --format markdown",
    "usage init names.json",
    "cost web.json --usage u-bigint.yaml",
    "cost web.json --usage u-bomb.yaml",
    "cost web.json --usage u-date.yaml",
    "cost web.json --usage u-peers-int.yaml",
    "cost web.json --usage u-peers-list.yaml",
    "cost web.json --prices p-date.yaml",
    "check web.json --waivers w-date.yaml",
)


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the cases as working folder, in the environment of a user with secrets."""
    folder = tmp_path / "robust"
    shutil.copytree(CASES, folder, copy_function=shutil.copyfile)
    home = tmp_path / "home"
    (home / ".aws").mkdir(parents=True)
    (home / ".aws" / "credentials").write_text(
        "[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = example\n"
    )
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GITHUB_TOKEN", "example")
    monkeypatch.setenv("EVIDENCE", str(folder / "evidence.txt"))
    monkeypatch.chdir(folder)
    return folder


def lines_of(cases: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[str]:
    for command in COMMANDS:
        before = files(cases)
        with pytest.raises(SystemExit) as ended:
            main(command.split())
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        yield f"plimsoll {command}"
        yield f"  exit {ended.value.code or 0}; {summary(printed.out)}"
        yield from (f"  {line}" for line in printed.err.splitlines() if "180 days" not in line)
        yield from (f"  wrote {name}" for name in sorted(files(cases) - before))


def files(folder: Path) -> set[str]:
    found = {path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    return {str(path.relative_to(folder)) for path in found}


def summary(printed: str) -> str:
    """Return the total of an estimate or the count of findings."""
    found = re.search(r"^(Total a month.*|\d+ violations?,.*)$", printed, re.MULTILINE)
    return " ".join(found[0].split()) if found else "a document" if printed else "no result"


def test_robust_cases_match_the_table(
    cases: Path, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    (cases / "yaml11" / "got.json").unlink()
    golden("robustness.txt", "".join(f"{line}\n" for line in lines_of(cases, capsys)))

    engine = json.loads((cases / "yaml11" / "real.json").read_text())
    program = json.loads((cases / "yaml11" / "got.json").read_text())
    for key, value in program.items():
        if value is not None:
            assert (key, value) == (key, engine[f"demo:{key}"]["value"])
    assert (cases / "twice" / "twice.txt").read_text() == "ran\n"


def test_junit_report_is_well_formed(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", str(cases / "junit.json"), "--format", "junit"])
    assert fromstring(capsys.readouterr().out).tag == "testsuites"  # noqa: S314 (our own output)
