"""Budget in a program: printed at the end of the engine's preview and update, and enforced."""

import json
import re
from pathlib import Path

import pytest

from costing.graph.source import opened
from plimsoll.commands.cost import estimated
from plimsoll.options import PricingOptions
from tests.costing.graph.preview.program import write
from tests.engine.command import Pulumi

PROGRAM = """
import plimsoll.pulumi

plimsoll.pulumi.budget({arguments})
key = aws.kms.Key("key")
group = pulumi.ComponentResource("shop:index:Data", "data")
database = aws.rds.Instance(
    "orders", instance_class="db.m7g.large", engine="postgres", username="shop",
    password=pulumi.Output.secret("correct-horse"), allocated_storage=100, storage_type="gp3",
    kms_key_id=key.arn, opts=Opts(parent=group),
)
west = aws.Provider("west", region="us-west-2")
aws.ec2.Instance(
    "web", instance_type="m7g.large", ami="ami-1", opts=Opts(provider=west),
    availability_zone="us-west-2a", root_block_device={{"volume_size": 30}},
)
aws.s3.Bucket("images")
"""
USAGE = "resources: {images: {standard: {storage_gb: 1000}}}\n"


def stack(folder: Path, arguments: str, *settings: str) -> Pulumi:
    config = "".join(f"  {each}\n" for each in ("aws:region: us-east-1", *settings))
    source = PROGRAM.format(arguments=arguments)
    project = write(folder / "shop", source, stack=f"config:\n{config}", files={"u.yaml": USAGE})
    pulumi = Pulumi(project, folder / "kept")
    pulumi("stack", "init", "dev")
    return pulumi


def total(pulumi: Pulumi) -> str:
    given = opened(str(pulumi.project), "dev")
    return f"plimsoll: ${estimated(given, PricingOptions()).monthly_cost:,.2f} a month"


def test_estimate_is_printed_by_preview_and_update(tmp_path: Path) -> None:
    pulumi = stack(tmp_path, "5_000, top=2", "plimsoll:usage: u.yaml")
    same = total(pulumi)

    for command in (("preview",), ("up", "--yes", "--skip-preview")):
        printed = pulumi(*command)

        assert f"{same}, budget $5,000.00" in printed
        assert re.search(r"orders  aws:rds/instance:Instance \(__main__\.py:\d+\)", printed)
        assert "2 more resources" in printed
        assert "correct-horse" not in printed


def test_over_the_budget_of_the_stack_nothing_is_deployed(tmp_path: Path) -> None:
    pulumi = stack(tmp_path, "", "plimsoll:budget: 100")

    printed = pulumi("up", "--yes", fails=True)

    assert "error: plimsoll: estimate of $" in printed
    assert "a month is over the budget of $100.00" in printed
    assert "Traceback" not in printed
    assert "resources" not in json.loads(pulumi("stack", "export"))["deployment"]


TRANSFORM = """
def small(args):
    if args.type_ == "aws:ec2/instance:Instance":
        props = {{**args.props, "instanceType": "m7g.large"}}
        return pulumi.ResourceTransformResult(props, args.opts)

pulumi.runtime.register_resource_transform(small)
aws.ec2.Instance("web", instance_type="m7g.16xlarge", ami="ami-1")
"""
BEFORE = """
aws.kms.Key("key")
aws.get_region()
import plimsoll.pulumi
plimsoll.pulumi.budget({arguments})
"""
TWICE = "import plimsoll.pulumi\nplimsoll.pulumi.budget(1)\nplimsoll.pulumi.budget({arguments})\n"
AFTER = "import plimsoll.pulumi\nplimsoll.pulumi.budget({arguments})\n"


@pytest.mark.parametrize(
    ("program", "arguments", "error"),
    [
        (AFTER + TRANSFORM, "100", ""),
        (BEFORE, "100", "called after a resource or a lookup"),
        (TWICE, "100", "called twice"),
        (AFTER, "-5", "-5 is not an amount in USD"),
        (AFTER, "100, usage='absent.yaml'", "absent.yaml: No such file or directory"),
        (AFTER + 'raise KeyError("mistake")\n', "0", "KeyError: 'mistake'"),
    ],
)
def test_preview_of(tmp_path: Path, program: str, arguments: str, error: str) -> None:
    source = program.format(arguments=arguments)
    pulumi = Pulumi(write(tmp_path / "shop", source), tmp_path / "kept")
    pulumi("stack", "init", "dev")

    printed = pulumi("preview", fails=bool(error))

    assert error in printed
    assert ("a month, budget $100.00" in printed) == (not error)
