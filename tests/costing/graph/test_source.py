import io
import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from costing.errors import CallError, CostingError
from costing.graph import preview
from costing.graph.readers.detect import read
from costing.graph.resource import Graph
from costing.graph.source import Opened, SourceOptions, StackSettings, compare, opened
from plimsoll.report.graph_json import as_json as graph_json
from tests.costing.graph.readers.engine import digest, export, state, step

QUEUE = "aws:sqs/queue:Queue"
OLD, NEW = state("a", inputs={"delaySeconds": 1}), state("a", inputs={"delaySeconds": 2})
PREVIEW = digest(step("update", OLD, NEW))
PROGRAM = """
import pathlib
import pulumi
import pulumi_aws as aws

here = pathlib.Path(__file__).parent
aws.sqs.Queue("queue", delay_seconds=DELAY, policy=str(here / "policy.json"))
"""
PROJECT = "name: shop\nruntime: python\n"
STACK = "config:\n  aws:region: us-east-1\n  plimsoll:usage: usage.yaml\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a preview and a state."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "preview.json").write_text(json.dumps(PREVIEW))
    (tmp_path / "state.json").write_text(json.dumps(export(OLD)))
    return tmp_path


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a repository with a program in `infra`: committed with 1, with 2 since then."""
    root = tmp_path_factory.mktemp("repository")
    infra = root / "infra"
    infra.mkdir()
    (infra / "Pulumi.yaml").write_text(PROJECT)
    (infra / "Pulumi.dev.yaml").write_text(STACK)
    (infra / "Pulumi.prod.yaml").write_text(STACK + "  plimsoll:budget: '1_500'\n")
    (infra / "usage.yaml").write_text("version: 1\n")
    (infra / "__main__.py").write_text(PROGRAM.replace("DELAY", "1"))
    (root / "state.json").write_text(json.dumps(export(OLD)))
    (root / ".gitattributes").write_text("infra/usage.yaml export-ignore\n")
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "first")
    (infra / "__main__.py").write_text(PROGRAM.replace("DELAY", "2"))
    (infra / "usage.yaml").unlink()
    return root


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com"]
    command = [shutil.which("git") or "git", "-C", str(folder), *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def delay(given: Opened) -> list[Any]:
    return [each.inputs["delaySeconds"] for each in given.graph.of_type(QUEUE)]


def test_a_file_is_read(files: Path) -> None:
    assert delay(opened("preview.json")) == [2]
    assert delay(opened(str(files / "state.json"))) == [1]


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(PREVIEW).encode())))

    assert delay(opened("-")) == [2]


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("base", "head", "delays"),
    [
        ("preview.json", None, ([1], [2])),
        ("state.json", "preview.json", ([1], [2])),
        ("preview.json", "state.json", ([2], [1])),
    ],
)
def test_two_files_or_one_preview_are_compared(
    base: str, head: str | None, delays: tuple[list[int], list[int]]
) -> None:
    old, new = compare(base, head)

    assert (delay(old), delay(new)) == delays


def test_a_program_is_previewed_with_the_settings_of_its_stack(repository: Path) -> None:
    infra = repository / "infra"
    given = opened(str(infra), "prod")

    assert delay(given) == [2]
    assert read(graph_json(given.graph).encode(), "graph") == given.graph
    assert given.settings == StackSettings(usage=infra / "usage.yaml", budget=Decimal(1500))


def test_a_program_is_previewed_as_it_was(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    before = git(repository, "status", "--porcelain")

    given = opened("git:HEAD:infra", "prod")

    assert delay(given) == [1]
    assert git(repository, "status", "--porcelain") == before
    usage = given.settings.usage
    assert usage is not None
    assert usage.read_text() == "version: 1\n"  # it was there, and no archive would have had it
    policy = given.graph.of_type(QUEUE)[0].inputs["policy"]
    assert policy == str(repository / "infra" / "policy.json")  # not of the temporary folder


def test_a_folder_is_compared_with_its_last_commit(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "infra")

    for base in (".", "git:main"):
        old, new = compare(base, None, "prod")

        assert (delay(old), delay(new)) == ([1], [2])


def test_state_selects_the_stack_of_the_program(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two stacks: no --stack is needed."""
    monkeypatch.chdir(repository)

    for base, head in (("state.json", "infra"), ("infra", "state.json")):
        old, new = compare(base, head)

        assert old.graph.source.stack == new.graph.source.stack == "prod"


def test_a_file_of_a_revision_is_read(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)

    assert delay(opened("git:HEAD:state.json")) == [1]


def test_copy_of_a_revision_is_removed_at_exit(repository: Path) -> None:
    script = (
        "from costing.graph.git_source import check_out; print(check_out('git:HEAD:infra').copy)"
    )
    ended = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script],
        cwd=repository,
        env={"PYTHONPATH": str(Path(__file__).parents[3]), "PATH": str(git_folder())},
        check=True,
        capture_output=True,
        text=True,
    )

    assert ended.stdout.strip().endswith("/infra")
    assert not Path(ended.stdout.strip()).exists()


def git_folder() -> Path:
    return Path(shutil.which("git") or "/usr/bin/git").parent


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("none.json", "none.json: No such file or directory"),
        ("preview.json/x", "preview.json/x: Not a directory"),
        ("git:HEAD", "git:HEAD: not a git repository"),
        ("git:HEAD:nowhere/deep", "git:HEAD:nowhere/deep: not a git repository"),
        (".", "Pulumi.yaml does not exist"),
    ],
)
def test_unreadable_source_is_one_line(
    files: Path, monkeypatch: pytest.MonkeyPatch, source: str, message: str
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(files.parent))  # take no repository above

    refused(source, message)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("git:nowhere", 'git:nowhere: unknown revision "nowhere" in '),
        ("git:--help", 'git:--help: unknown revision "--help"'),
        ("git:", 'git:: unknown revision ""'),
        ("git:HEAD:none", "git:HEAD:none: none does not exist at HEAD"),
        (
            "git:HEAD",
            "0 has no Pulumi.yaml at HEAD; specify the program's folder: git:HEAD:infra",
        ),
    ],
)
def test_a_wrong_revision_is_one_line(
    repository: Path, monkeypatch: pytest.MonkeyPatch, source: str, message: str
) -> None:
    monkeypatch.chdir(repository)

    refused(source, message)


def test_diff_with_a_revision_names_the_program_folder(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    with pytest.raises(CostingError, match="specify the program's folder: git:HEAD:infra"):
        compare("git:HEAD")


def refused(source: str, message: str) -> None:
    with pytest.raises(CostingError) as raised:
        opened(source)

    assert message in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("base", "head", "message"),
    [
        ("state.json", None, "state.json: a state contains no changes; specify a second source"),
        ("-", "-", "both sources are standard input"),
    ],
)
def test_invalid_comparison_is_one_line(base: str, head: str | None, message: str) -> None:
    with pytest.raises(CostingError, match=message):
        compare(base, head)


def test_python_option_runs_both_sides_of_a_comparison(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "infra")
    original, given = preview.run, []

    def run(*arguments: Any, python: str | None, **options: Any) -> Graph:
        given.append(python)
        return original(*arguments, python=python, **options)

    monkeypatch.setattr(preview, "run", run)
    options = SourceOptions(python=sys.executable)
    compare("git:HEAD", stack="dev", options=options)
    compare(".", str(repository / "state.json"), stack="dev", options=options)
    assert given == [sys.executable] * 3


@pytest.mark.parametrize("read", [partial(opened, "state.json"), partial(compare, "preview.json")])
def test_python_option_without_a_program_is_reported(
    files: Path, caplog: pytest.LogCaptureFixture, read: Callable[..., object]
) -> None:
    with caplog.at_level(logging.WARNING):
        read(options=SourceOptions(python="x"))
    (message,) = [each.getMessage() for each in caplog.records]
    assert message.startswith("--python x has no effect: ")
    assert files.exists()


@pytest.mark.parametrize("name", ["Pulumi.yaml", "Pulumi.dev.yaml", "__main__.py"])
def test_file_of_a_program_is_refused_with_its_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("name: shop\n")
    with pytest.raises(CallError, match=f"name its folder instead: {tmp_path}$"):
        opened(str(tmp_path / name))
