"""Check of commit subjects in .ci/commit-subjects."""

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / ".ci" / "commit-subjects"
IDENTITY = ("-c", "user.name=test", "-c", "user.email=test@example.com")


def git(folder: Path, *arguments: str) -> str:
    command = ["git", *IDENTITY, *arguments]
    return subprocess.run(  # noqa: S603
        command, cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.mark.parametrize(("length", "status"), [(72, 0), (73, 1)])
def test_subjects_after_base_have_at_most_72_characters(
    tmp_path: Path, length: int, status: int
) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "x" * 100)
    base = git(tmp_path, "rev-parse", "HEAD")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "x" * length)

    ended = subprocess.run(  # noqa: S603
        [SCRIPT, base], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ended.returncode == status
    assert ("longer than 72 characters" in ended.stderr) == bool(status)


def test_exempt_commit_is_accepted(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "first")
    base = git(tmp_path, "rev-parse", "HEAD")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "x" * 100)
    exempt = tmp_path / "exempt"
    exempt.write_text(f"# reason\n{git(tmp_path, 'rev-parse', 'HEAD')} reason\n")

    subprocess.run([SCRIPT, base, exempt], cwd=tmp_path, check=True)  # noqa: S603


def test_each_exemption_has_a_reason() -> None:
    _, *lines = (SCRIPT.parent / "long-subjects").read_text().splitlines()
    for line in lines:
        commit, _, reason = line.partition(" ")
        assert len(commit) == 40
        assert len(reason.split()) > 3


def test_clone_without_the_base_is_not_checked(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "x" * 100)

    subprocess.run([SCRIPT], cwd=tmp_path, check=True)  # noqa: S603
