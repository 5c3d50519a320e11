"""Copies of a repository at a revision."""

import shutil
import subprocess
from pathlib import Path


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com"]
    command = [shutil.which("git") or "git", "-C", str(folder), *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def test_a_virtual_environment_is_in_no_revision_and_still_found(tmp_path: Path) -> None:
    from costing.graph.git_source import check_out  # noqa: PLC0415

    infra = tmp_path / "infra"
    infra.mkdir()
    (infra / "Pulumi.yaml").write_text(
        "name: shop\nruntime: {name: python, options: {virtualenv: ../envs/shop}}\n"
    )
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "first")
    for name in ("envs/shop", ".venv", "infra/venv"):
        (tmp_path / name / "bin").mkdir(parents=True)

    copy = check_out(f"git:HEAD:{infra}").copy

    for name in ("../envs/shop", "../.venv", "venv"):
        assert (copy / name / "bin").is_dir()


def test_revision_is_copied_without_filters_and_hooks(tmp_path: Path) -> None:
    from costing.graph.git_source import check_out  # noqa: PLC0415

    mark = tmp_path / "ran"
    repository = tmp_path / "shop"
    repository.mkdir()
    (repository / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (repository / ".gitattributes").write_text("*.yaml filter=bad\n")
    git(repository, "init", "--quiet")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "first")
    hook = repository / ".git" / "hooks" / "post-checkout"
    hook.write_text(f"#!/bin/sh\ntouch {mark}\n")
    hook.chmod(0o755)
    for key in ("filter.bad.smudge", "filter.bad.process", "core.fsmonitor"):
        git(repository, "config", key, f"touch {mark}; cat")
    git(repository, "config", "filter.bad.required", "true")

    copy = check_out(f"git:HEAD:{repository}").copy

    assert (copy / "Pulumi.yaml").read_text() == "name: shop\nruntime: python\n"
    assert not mark.exists()
