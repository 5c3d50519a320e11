"""The Automation API example deploys only stacks within budget and without violations."""

import json
import subprocess
import sys
from pathlib import Path

from tests.engine.command import ROOT, Pulumi, stack_of

SCRIPT = ROOT / "examples" / "automation" / "deploy.py"
SAFE = ROOT / "examples" / "serverless-endpoint"
UNSAFE = ROOT / "examples" / "two-region-bucket"


def deploy(pulumi: Pulumi, budget: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPT, pulumi.project, "dev", budget],
        cwd=ROOT,
        env=pulumi.environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def deployed(pulumi: Pulumi) -> list[str]:
    exported = json.loads(pulumi("stack", "export"))["deployment"]
    return [each["type"] for each in exported.get("resources", ())]


def test_stack_within_budget_is_deployed(tmp_path: Path) -> None:
    pulumi = stack_of(SAFE, "dev", tmp_path)

    ended = deploy(pulumi, "1_000_000")

    assert ended.returncode == 0, ended.stderr
    assert "aws:sagemaker/endpoint:Endpoint" in deployed(pulumi)


def test_stack_over_budget_is_not_deployed(tmp_path: Path) -> None:
    pulumi = stack_of(SAFE, "dev", tmp_path)

    ended = deploy(pulumi, "1")

    assert ended.returncode == 1
    assert "is over the budget of $1.00" in ended.stderr
    assert deployed(pulumi) == []


def test_stack_with_a_mandatory_violation_is_not_deployed(tmp_path: Path) -> None:
    pulumi = stack_of(UNSAFE, "dev", tmp_path)

    ended = deploy(pulumi, "1_000_000")

    assert ended.returncode == 1
    lines = ended.stderr.splitlines()
    assert lines
    assert all(line.startswith("not deployed: ") and " breaks " in line for line in lines)
    assert deployed(pulumi) == []
