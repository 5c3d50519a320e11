"""The engine deploys, refreshes and destroys the shipped stacks with requests to AWS's APIs.

botocore validates each request and moto answers it. The steps are those of
docs/first-deployment.md.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from costing.graph import preview
from plimsoll.preflight.content import check_artifacts, check_images
from tests.engine.api.account import clients, left_over, prepare, push
from tests.engine.api.server import moto_server
from tests.engine.command import ROOT, Pulumi, stack_of

DOUBLE = "tests.engine.api.double"
REGION = "us-east-1"
PHASES = ("up", "refresh", "destroy")


@pytest.fixture
def moto(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    with moto_server() as address:
        monkeypatch.setenv("PLIMSOLL_API", address)
        monkeypatch.setenv("PLIMSOLL_API_LOG", str(tmp_path / "requests.jsonl"))
        yield address


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_stack_comes_up_and_down_with_api_requests(
    stack: str, moto: str, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    client = clients(moto)
    prepare(client, ("example.com", "dev.example.com"))
    pulumi = stack_of(ROOT, stack, tmp_path, DOUBLE)
    log = tmp_path / "requests.jsonl"

    mark(log, "up")
    pulumi("config", "set", "plimsoll:stage", "bootstrap")
    pulumi("up", "--yes", "--skip-preview")
    pulumi("config", "set", "plimsoll:stage", "all")
    graph = preview.run(pulumi.project, stack)
    push(client, graph)
    content = [*check_images(graph, REGION, client), *check_artifacts(graph, REGION, client)]
    assert {each.status for each in content} <= {"ok"}
    pulumi("up", "--yes", "--skip-preview")
    mark(log, "refresh")
    pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes")
    mark(log, "destroy")
    destroy(pulumi, stack)

    assert not any(left_over(client, REGION).values())
    golden(f"api-requests-{stack}.txt", summary(stack, log))


def destroy(pulumi: Pulumi, stack: str) -> None:
    """Destroy a stack as docs/first-deployment.md says."""
    if stack == "prod":
        for setting in ("profile dev", "protected false"):
            name, _, value = setting.partition(" ")
            pulumi("config", "set", f"plimsoll:{name}", value)
        pulumi("up", "--yes", "--skip-preview")
        pulumi("state", "unprotect", "--all", "--yes")
    pulumi("destroy", "--yes", "--skip-preview")


def mark(log: Path, phase: str) -> None:
    with log.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"phase": phase}) + "\n")


def summary(stack: str, log: Path) -> str:
    """Return requests by service and phase, and what no request was sent for."""
    requests: Counter[tuple[str, str]] = Counter()
    without: Counter[str] = Counter()
    left: set[str] = set()
    phase = ""
    for line in map(json.loads, log.read_text(encoding="utf-8").splitlines()):
        phase = line.get("phase", phase)
        if "service" in line:
            requests[line["service"], phase] += 1
        elif "without" in line:
            without[line["without"]] += 1
        left |= {f"{line['type']} {each}" for each in line.get("left", ())}
    services = sorted({service for service, _ in requests})
    rows = [
        f"{service:24}" + "".join(f"{requests[service, each]:>9}" for each in PHASES)
        for service in services
    ]
    totals = [sum(n for (_, each), n in requests.items() if each == phase) for phase in PHASES]
    lines = [
        f"API requests of stack {stack}, by service",
        f"{'service':24}" + "".join(f"{each:>9}" for each in PHASES),
        *rows,
        f"{'total':24}" + "".join(f"{each:>9}" for each in totals),
        "",
        "Types that moto lacks, with their resources:",
        *(f"{count:>4} {name}" for name, count in sorted(without.items())),
        "",
        "Inputs that no request carried:",
        *(sorted(left) or ["none"]),
    ]
    return "\n".join(lines) + "\n"
