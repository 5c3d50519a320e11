"""Commands `explain` and `price`."""

import json
from pathlib import Path

import pytest

from plimsoll.cli import main

DATABASE = "aws:rds/instance:Instance"
GROUP = "aws:autoscaling/group:Group"
SETTINGS = ("instanceClass=db.r6g.large", "multiAz=true", "engine=postgres", "allocatedStorage=100")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([*arguments])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def state(folder: Path) -> str:
    own = "urn:pulumi:prod::shop::"
    inputs = {"instanceType": "m6i.large"}
    web = {
        "urn": f"{own}aws:ec2/instance:Instance::web",
        "type": "aws:ec2/instance:Instance",
        "custom": True,
        "inputs": {**inputs, "region": "us-east-1"},
        "outputs": {"rootBlockDevice": {"volumeSize": 200, "volumeType": "gp3"}},
    }
    path = folder / "state.json"
    path.write_text(json.dumps({"version": 3, "deployment": {"resources": [web]}}))
    return str(path)


def test_explain_shows_input_quantity_sku_and_source(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, text, _ = run(capsys, "explain", state(tmp_path), "web")

    assert "instanceType: m6i.large (program)" in text
    assert "(deployed state)" in text
    assert "SKU: AmazonEC2 BoxUsage:m6i.large RunInstances" in text
    assert "quantity: 200 GB-Months" in text
    assert "source: " in text


def test_explain_as_json_names_origins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, text, _ = run(capsys, "explain", state(tmp_path), "web", "--format", "json")

    document = json.loads(text)
    origins = {each["path"]: each["origin"] for each in document["inputs"]}
    assert origins["instanceType"] == "program"
    assert origins["rootBlockDevice"] == "deployed state"
    assert document["cost"]["monthly_cost"].startswith("86.08")


def test_unknown_resource_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, message = run(capsys, "explain", state(tmp_path), "wbe")

    assert status == 2
    assert message == 'plimsoll: unknown resource "wbe"; did you mean "web"?\n'


def test_price_of_one_resource(capsys: pytest.CaptureFixture[str]) -> None:
    settings = [part for each in SETTINGS for part in ("--set", each)]
    _, text, _ = run(
        capsys, "price", DATABASE, *settings, "--region", "eu-west-1", "--format", "json"
    )

    (resource,) = json.loads(text)["resources"]
    usage_types = {each["usage_type"] for each in resource["charges"]}
    assert "Multi-AZUsage:db.r6g.large" in usage_types
    assert resource["region"] == "eu-west-1"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["aws:rds/instance:Instnce"], 'unknown type "aws:rds/instance:Instnce"'),
        ([DATABASE, "--set", "instanceClas=a"], 'did you mean "instanceClass"'),
        ([DATABASE, "--set", "multiAz"], "--set multiAz: write KEY=VALUE"),
    ],
)
def test_invalid_call_is_one_line(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, error = run(capsys, "price", *arguments, "--region", "us-east-1")

    assert status == 2
    assert message in error
    assert len(error.splitlines()) == 1
