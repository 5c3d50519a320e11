"""Attacks of names and values on compliance, plan, trade-offs, simulation, savings and bills."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from plimsoll.cli import main
from plimsoll.report.formats import FORMATS, Subject
from tests.costing.actuals.bills import AWS_COLUMNS, FOCUS, write_csv
from tests.plimsoll.report.hostile import INSTANCE, resource
from tests.plimsoll.report.judges import judged, terminal
from tests.plimsoll.report.test_attacks import ATTACKS

GROUP = "aws:autoscaling/group:Group"
NAT, SUBNET, VPC = "aws:ec2/natGateway:NatGateway", "aws:ec2/subnet:Subnet", "aws:ec2/vpc:Vpc"
MANY = "".join(ATTACKS[each] for each in ("html", "table row", "mention", "terminal colour"))
HOURS = {"profile": [9] * 24}
STUDIES: tuple[tuple[Subject, str], ...] = (
    ("compliance", "check state.json --profile regulated --framework soc2 --compliance"),
    ("plan", "plan workload.yaml"),
    ("tradeoffs", "tradeoffs state.json"),
    ("simulation", "simulate state.json --trace trace.csv --runs 1 --requests-per-second 20"),
    ("recommendations", "recommendations state.json --bill bill.csv"),
    ("bill", "actuals bill.csv --verbose --by resource --by tag:team --by tag:component"),
    ("bill", "actuals bill.csv --verbose --allocation owners.yaml"),
    ("variance", "actuals bill.csv --verbose --against state.json"),
)
COMMANDS = tuple(
    (f"{each} --format {name}", name) for subject, each in STUDIES for name in FORMATS[subject]
)


def resources() -> Iterator[dict[str, Any]]:
    """Yield for each attack a resource that each study shows."""
    yield resource(VPC, "net", {"cidrBlock": "10.0.0.0/16"}, identity="vpc-1")
    for index, value in enumerate(ATTACKS.values()):
        tags = {"tags": {"team": value, value: "x"}}
        zone = {"availabilityZone": f"us-east-1{'abc'[index % 3]}", "vpcId": "vpc-1"}
        yield resource(INSTANCE, value, {"instanceType": "m5.xlarge", **tags})
        yield resource(SUBNET, f"s{value}", zone, identity=f"subnet-{index}")
        if index % 6 == 0:
            yield resource(NAT, f"n{value}", {"subnetId": f"subnet-{index}", **tags})
    database = {"engine": "postgres", "instanceClass": "db.m5.large", "multiAz": True}
    yield resource("aws:rds/instance:Instance", f"d{MANY}", database)
    yield resource(GROUP, MANY, group())


def group() -> dict[str, Any]:
    override = {"launchTemplate": {"overrides": [{"instanceType": "m7g.xlarge"}]}}
    return {"minSize": 2, "maxSize": 4, "mixedInstancesPolicy": override}


def bill() -> Iterator[dict[str, object]]:
    for attack in ATTACKS.values():
        value = attack.replace("\0", "")  # which is in no text file
        tags = json.dumps({"component": value, "team": value, value: "x"})
        named = {"ResourceId": value, "ServiceName": value, "ChargeDescription": value}
        yield {
            **FOCUS,
            **AWS_COLUMNS,
            **named,
            "RegionId": value,
            "Tags": tags,
            "SubAccountId": value,
        }


def workload() -> dict[str, Any]:
    capacity = {"m7g.xlarge": {"requests_per_second": 20, "service_ms": 100}}
    service = {"demand": HOURS, "latency_ms": 800, "startup_seconds": 180, "capacity": capacity}
    return {
        "region": "us-east-1",
        "zones": ["us-east-1a", "us-east-1b", "us-east-1c"],
        "objective": {"target": 0.99, "window": "week"},
        "services": {MANY: service},
    }


def owners() -> dict[str, Any]:
    names = [value.replace("\0", "") for value in ATTACKS.values()]
    matched = {"match": {"tag:team": names[0]}, "split": "direct"}
    return {
        "by": "tag:team",
        "shared": [{"name": names[1], **matched}],
        "units": [{"name": each, "quantity": 9} for each in names],
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("studies")
    state = {"version": 3, "deployment": {"resources": [*resources()]}}
    (found / "state.json").write_text(json.dumps(state))
    write_csv(found / "bill.csv", [*bill()])
    hours = "".join(f"2026-11-{2 + n // 24:02}T{n % 24:02}:00:00Z,50\n" for n in range(48))
    (found / "trace.csv").write_text(f"time,rate\n{hours}")
    for name, content in (("workload.yaml", workload()), ("owners.yaml", owners())):
        with (found / name).open("w") as file:
            YAML(typ="safe").dump(content, file)
    return found


@pytest.mark.parametrize(("command", "format_"), COMMANDS)
def test_attacks_stay_texts(
    command: str,
    format_: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as ended:
        main(command.split())
    printed = capsys.readouterr()
    assert ended.value.code in {None, 0, 1}, printed.err
    assert "onerror" in printed.out  # of the attack
    compliance = "--compliance" in command and format_ == "table"
    judged("markdown" if compliance else format_, printed.out)
    terminal(printed.err)
