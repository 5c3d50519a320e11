"""Commands `plan` and `simulate` as the user runs them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from costing.errors import FileError
from costing.plan import decisions
from plimsoll.cli import main
from tools.sample_traces import FOLDER, TRACES, text

WORKLOAD = """\
region: us-east-1
zones: [us-east-1a, us-east-1b, us-east-1c]
objective: {target: 0.999, window: week}
services:
  web:
    settings: serving
    demand: {profile: [9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]}
    latency_ms: 800
    startup_seconds: 180
    capacity:
      m7g.xlarge: {requests_per_second: 20, service_ms: 100}
      c7g.xlarge: {requests_per_second: 20, service_ms: 100}
"""
MINIMUM = [{"setting": "min_size", "value": 3}]
PREVIEW = {
    "steps": [
        {
            "op": "create",
            "urn": "urn:pulumi:prod::shop::aws:autoscaling/group:Group::web",
            "newState": {
                "urn": "urn:pulumi:prod::shop::aws:autoscaling/group:Group::web",
                "type": "aws:autoscaling/group:Group",
                "custom": True,
                "inputs": {
                    "region": "us-east-1",
                    "minSize": 2,
                    "maxSize": 4,
                    "mixedInstancesPolicy": {
                        "launchTemplate": {"overrides": [{"instanceType": "m7g.xlarge"}]}
                    },
                },
            },
        }
    ],
    "changeSummary": {"create": 1},
}


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(each) for each in arguments])
    written = capsys.readouterr()
    return int(ended.value.code or 0), written.out, written.err


@pytest.fixture
def workload(tmp_path: Path) -> Path:
    path = tmp_path / "workload.yaml"
    path.write_text(WORKLOAD, encoding="utf-8")
    return path


def test_plan_init_prints_a_workload_file(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "plan", "init")

    assert code == 0
    assert "requests_per_second: 40  # Requests per second" in out


def test_plan_in_all_formats(workload: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = ("--weeks", "100", "--no-explain")

    code, table, _ = run(capsys, "plan", workload, *few)
    assert code == 0
    assert "Service web" in table
    assert "Objective reached in" in table
    _, text_, _ = run(capsys, "plan", workload, *few, "--format", "markdown")
    assert "| Setting | Value | Now |" in text_
    _, first, _ = run(capsys, "plan", workload, *few, "--format", "json")
    (stored := workload.with_suffix(".json")).write_text(first, encoding="utf-8")
    document = json.loads(first)
    assert document["services"][0]["decisions"][0]["setting"] == "instance_types"
    assert document["price_snapshot"]["prices"][0]["source"]

    _, again, _ = run(capsys, "plan", workload, *few, "-f", "json", "--prices-of", stored)
    assert again == first


def test_plan_writes_the_settings_of_a_stack(
    workload: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stack = workload.with_name("Pulumi.prod.yaml")
    stack.write_text("config:\n  plimsoll:serving: {min_size: 9} # mine\n", encoding="utf-8")

    code, _, error = run(
        capsys,
        *("plan", workload, "--weeks", "100", "--no-explain", "--quiet"),
        *("--project", workload.parent, "--write", "prod"),
    )

    assert (code, error) == (0, "")
    written = stack.read_text(encoding="utf-8")
    assert "min_size: 3" in written
    assert "# mine" in written
    assert "plimsoll:plan: plan.prod.json" in written
    assert decisions.read(stack.with_name("plan.prod.json"))["serving.min_size"] == ("3",)


@pytest.mark.parametrize("text", ['{"services": []}', "[]", '{"services": [{}], "jobs": []}'])
def test_other_file_in_place_of_a_plan_is_named(tmp_path: Path, text: str) -> None:
    (path := tmp_path / "plan.json").write_text(text)
    with pytest.raises(FileError, match=r"plan.json: no decisions of a plan; use a file of:"):
        decisions.read(path)


def test_check_compares_a_stack_with_its_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plan = {"services": [{"name": "web", "settings": None, "decisions": MINIMUM}], "jobs": []}
    Path("Pulumi.yaml").write_text("name: shop\nruntime: nodejs\n")
    Path("plan.json").write_text(json.dumps(plan))
    config = {"plimsoll:plan": "plan.json"}
    Path("preview.json").write_text(json.dumps({**PREVIEW, "config": config}))

    _, out, _ = run(capsys, "check", "preview.json", "--only", "fleet-matches-plan")
    assert "min_size of web is 2; expected the plan's 3" in out

    Path("plan.json").unlink()
    code, _, error = run(capsys, "check", "preview.json", "--only", "fleet-matches-plan")
    assert (code, error) == (2, "plimsoll: plan.json: No such file or directory; check the path\n")


def test_plan_names_mistakes(workload: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workload.write_text(WORKLOAD.replace("us-east-1", "us-east-9"), encoding="utf-8")

    code, _, error = run(capsys, "plan", workload)

    assert code == 2
    assert "region us-east-9: the price book has no prices for this region; did you mean" in error


def test_simulate_a_preview(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    preview, usage = tmp_path / "preview.json", tmp_path / "usage.yaml"
    preview.write_text(json.dumps(PREVIEW), encoding="utf-8")
    demand = tmp_path / "demand.csv"
    rows = [f"2026-11-02T{hour:02}:00:00Z,10" for hour in range(24)]
    demand.write_text("\n".join(["time,rate", *rows]), encoding="utf-8")

    code, out, _ = run(
        capsys,
        *("simulate", preview, "--trace", demand, "--requests-per-second", "20", "--runs", "2"),
        *("--out-usage", usage),
    )

    assert code == 0
    assert "Cost $238.27 a month" in out  # two instances, 730 hours, $0.1632
    assert "instances: {low: 2, mid: 2, high: 2}" in usage.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TRACES)
def test_sample_traces_are_current(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == text(name), "run: make docs"


def test_help_imports_no_numerical_package() -> None:
    code = (
        "import sys; from plimsoll.cli import main\n"
        "try: main(['plan', '--help'])\nexcept SystemExit: pass\n"
        "print({'numpy', 'scipy', 'duckdb'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.endswith("set()\n")
