"""The pipelines that ship: each step's commands run, with a stub of the platform's API."""

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.plimsoll.platforms import Stub, served

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = """
import pulumi_aws as aws
aws.ec2.Eip("address", tags={"team": "shop"})
"""
PROJECT = {
    "Pulumi.yaml": "name: shop\nruntime: python\n",
    "Pulumi.dev.yaml": "config:\n  aws:region: us-east-1\n",
    "__main__.py": PROGRAM,
}
IDENTITY = ("-c", "user.name=test", "-c", "user.email=test@example.com")


def load(name: str) -> Any:
    return YAML(typ="safe").load(ROOT / name)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a clone of a repository whose branch adds a second address."""
    origin = tmp_path / "origin"
    origin.mkdir()
    for name, text in PROJECT.items():
        (origin / name).write_text(text)
    for call in ("init -q -b main", "add .", "commit -q -m first"):
        subprocess.run(["git", *IDENTITY, *call.split()], cwd=origin, check=True)  # noqa: S603, S607
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", origin, clone], check=True)  # noqa: S603, S607
    (clone / "__main__.py").write_text(PROGRAM + 'aws.ec2.Eip("second", tags={"team": "shop"})\n')
    return clone


def bash(script: str, folder: Path, environment: dict[str, str]) -> int:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ended = subprocess.run(  # noqa: S603 (the step under test)
        ["bash", "-e", "-o", "pipefail", "-c", script],  # noqa: S607
        cwd=folder,
        env={**os.environ, "PATH": path, **environment},
        check=False,
        capture_output=True,
        text=True,
    )
    assert ended.returncode in (0, 1), f"{script}\n{ended.stdout}\n{ended.stderr}"
    return ended.returncode


def without_installation(script: list[str]) -> str:
    """Return the commands but the first, which installs Plimsoll."""
    first, *others = script
    assert shlex.split(first)[:2] in (["pip", "install"], ["python3", "-m"])
    return "\n".join(others)


def test_github_action_comments_and_fails_above_the_budget(project: Path, tmp_path: Path) -> None:
    action = load("action.yml")
    install, *steps = action["runs"]["steps"]
    assert "pip install" in install["run"]
    given = {"budget": "5", "comment": "true"}
    values = {
        f"inputs.{key}": given.get(key, each["default"]) for key, each in action["inputs"].items()
    }
    with served("github") as stub:
        environment = {
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "GITHUB_BASE_REF": "main",
            "GITHUB_REPOSITORY": "acme/shop",
            "GITHUB_REF": "refs/pull/7/merge",
            "GITHUB_API_URL": stub.address,
        }
        statuses = []
        for step in steps:
            own = {key: filled(str(value), values) for key, value in step.get("env", {}).items()}
            own.update({key: "token" for key in own if key.endswith("TOKEN")})
            statuses.append(bash(step["run"], project, {**environment, **own}))

        assert statuses == [0, 0, 0, 1]
        assert_compared(stub)
    assert "$7.30" in (tmp_path / "summary.md").read_text()
    assert (tmp_path / "plimsoll" / "findings.sarif").exists()


def filled(text: str, values: dict[str, str]) -> str:
    for key, value in values.items():
        text = text.replace(f"${{{{ {key} }}}}", value)
    return text


def assert_compared(stub: Stub) -> None:
    (body,) = stub.comments.values()
    assert "$3.65" in body
    assert "$7.30" in body


def test_gitlab_template_comments_and_writes_junit(project: Path) -> None:
    job = load("ci/gitlab.yml")["plimsoll"]
    base = subprocess.run(
        ["git", "rev-parse", "HEAD"],  # noqa: S607
        cwd=project,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    with served("gitlab") as stub:
        environment = {
            **job["variables"],
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
            "CI_MERGE_REQUEST_IID": "7",
            "CI_PROJECT_ID": "acme/shop",
            "CI_SERVER_URL": stub.address,
            "CI_JOB_URL": "https://gitlab.example.com/job",
            "GITLAB_TOKEN": "token",
        }
        assert bash(without_installation(job["script"]), project, environment) == 0
        assert_compared(stub)
    assert (project / job["artifacts"]["reports"]["junit"]).exists()


def test_bitbucket_example_comments(project: Path) -> None:
    (step,) = load("ci/bitbucket-pipelines.yml")["pipelines"]["pull-requests"]["**"]
    script = without_installation(step["step"]["script"])
    with served("bitbucket") as stub:
        script = script.replace("comment bitbucket", f"comment bitbucket --api-url {stub.address}")
        environment = {
            "BITBUCKET_REPO_FULL_NAME": "acme/shop",
            "BITBUCKET_PR_ID": "7",
            "BITBUCKET_TOKEN": "token",
        }
        assert bash(script, project, environment) == 0
        assert len(stub.comments) == 1


def test_azure_example_comments(project: Path) -> None:
    steps = [each for each in load("ci/azure-pipelines.yml")["steps"] if "bash" in each]
    script = without_installation([each["bash"] for each in steps])
    with served("azure-devops") as stub:
        environment = {
            "SYSTEM_COLLECTIONURI": stub.address,
            "SYSTEM_TEAMPROJECT": "acme",
            "BUILD_REPOSITORY_NAME": "shop",
            "SYSTEM_PULLREQUEST_PULLREQUESTID": "7",
            "SYSTEM_ACCESSTOKEN": "token",
        }
        assert bash(script, project, environment) == 0
        assert len(stub.comments) == 1


def test_pre_commit_hook_runs_an_existing_command() -> None:
    (hook,) = load(".pre-commit-hooks.yaml")
    program, command = hook["entry"].split()

    assert (program, command) == ("plimsoll", "check")
