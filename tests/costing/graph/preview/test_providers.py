"""Provider, region and account of a resource."""

from pathlib import Path

import pytest

from costing.graph.resource import Graph
from costing.model import SECRET, UNKNOWN
from tests.costing.graph.preview.program import PROJECT, one, run

PROGRAM = """
tokyo = aws.Provider("tokyo", region="ap-northeast-1", default_tags={"tags": {"team": "ml"}})
other = aws.Provider("other", region="us-west-2",
                     assume_roles=[{"role_arn": "arn:aws:iam::111122223333:role/deploy"}])
profiled = aws.Provider("profiled", profile="audit", access_key="AKIA0123456789",
                        secret_key="very-secret-key")
role = aws.iam.Role("role", assume_role_policy="{}")
unknown = aws.Provider("unknown", region=role.name, assume_roles=[{"role_arn": role.arn}])

class Shelf(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("shop:index:Shelf", name, {}, opts)
        aws.s3.Bucket(f"{name}-bucket", opts=Opts(parent=self))
        self.register_outputs({})

Shelf("inherits", Opts(providers=[tokyo]))
Shelf("default")
aws.s3.Bucket("explicit", opts=Opts(provider=other))
aws.s3.Bucket("own", region="sa-east-1", opts=Opts(provider=other))
aws.s3.Bucket("of-profile", opts=Opts(provider=profiled))
aws.s3.Bucket("of-unknown", opts=Opts(provider=unknown))
vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16", opts=Opts(provider=tokyo))
aws.ec2.Subnet("child", vpc_id="vpc-0abc", cidr_block="10.0.0.0/24", opts=Opts(parent=vpc))
pulumi.export("regions", [
    aws.get_region(opts=pulumi.InvokeOptions(provider=tokyo)).region, aws.get_region().region])
"""
STACK = """\
config:
  aws:region: eu-central-1
  aws:profile: main
  aws:defaultTags: {tags: {owner: shop}}
  aws:secretKey: {secure: AAABAB}
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return run(tmp_path_factory.mktemp("providers"), PROGRAM, stack=STACK)


@pytest.mark.parametrize(
    ("name", "region", "account", "provider"),
    [
        ("inherits-bucket", "ap-northeast-1", "", "tokyo"),
        ("default-bucket", "eu-central-1", "main", "default_7_51_1"),
        ("explicit", "us-west-2", "arn:aws:iam::111122223333:role/deploy", "other"),
        ("own", "sa-east-1", "arn:aws:iam::111122223333:role/deploy", "other"),
        ("of-profile", "eu-central-1", "audit", "profiled"),
        ("child", "ap-northeast-1", "", "tokyo"),
        ("role", "global", "main", "default_7_51_1"),
    ],
)
def test_region_and_account_by_resource_provider_or_stack(
    graph: Graph, name: str, region: str, account: str, provider: str
) -> None:
    resource = one(graph, name)
    assert (resource.region, resource.account) == (region, account)
    assert resource.provider is not None
    assert resource.provider.endswith(f"pulumi:providers:aws::{provider}")


def test_region_known_after_deployment_is_unknown(graph: Graph) -> None:
    resource = one(graph, "of-unknown")
    assert resource.region is UNKNOWN
    assert resource.account == resource.provider


def test_lookup_uses_the_region_of_its_provider(graph: Graph) -> None:
    assert one(graph, "shop-dev").outputs["regions"] == ["ap-northeast-1", "eu-central-1"]


def test_a_providers_inputs_are_values_not_text(graph: Graph) -> None:
    assert one(graph, "tokyo").inputs["defaultTags"] == {"tags": {"team": "ml"}}
    assert one(graph, "unknown").inputs["region"] is UNKNOWN
    assert one(graph, "profiled").inputs["secretKey"] is SECRET


def test_a_default_provider_has_the_stacks_settings(graph: Graph) -> None:
    assert one(graph, "default_7_51_1").inputs == {
        "region": "eu-central-1",
        "profile": "main",
        "defaultTags": {"tags": {"owner": "shop"}},
        "secretKey": SECRET,
        "version": "7.51.1",
    }


def test_profile_variable_is_not_the_provider_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "someone")
    graph = run(tmp_path, "aws.s3.Bucket('b')\naws.Provider('p')")
    assert one(graph, "b").account == ""
    assert "profile" not in one(graph, "p").inputs


def test_settings_come_from_the_project_and_the_stack(tmp_path: Path) -> None:
    project = PROJECT + (
        "config:\n"
        "  aws:region: {value: us-east-2}\n"
        "  size: {type: integer, default: 3}\n"
        "  zones: {type: array, default: [a, b]}\n"
        "  plain: text\n"
        "  replaced: {default: before}\n"
    )
    stack = "config:\n  shop:replaced: after\n  other:flag: true\n  shop:deep: {a: {b: 1.5}}\n"
    source = """
    config = pulumi.Config()
    pulumi.export("all", {
        "size": config.require_int("size"), "zones": config.require_object("zones"),
        "plain": config.require("plain"), "replaced": config.require("replaced"),
        "deep": config.require_object("deep"), "flag": pulumi.Config("other").require_bool("flag"),
        "where": [pulumi.get_project(), pulumi.get_stack(), pulumi.get_organization()],
        "dry": pulumi.runtime.is_dry_run()})
    aws.s3.Bucket("b")
    """
    graph = run(tmp_path, source, project=project, stack=stack)
    specified = one(graph, "shop-dev").outputs["all"]
    assert {**specified, "deep": str(specified["deep"]["a"]["b"])} == {
        "size": 3,
        "zones": ["a", "b"],
        "plain": "text",
        "replaced": "after",
        "deep": "1.5",
        "flag": True,
        "where": ["shop", "dev", "organization"],
        "dry": True,
    }
    assert one(graph, "b").region == "us-east-2"
    assert graph.config["shop:zones"] == '["a","b"]'


REFERENCES = """
reference = pulumi.StackReference("org/network/dev")
aws.ec2.Subnet("known", vpc_id=reference.require_output("vpcId"), cidr_block="10.0.0.0/24")
aws.ec2.Subnet("lifted", vpc_id=reference.outputs["vpcId"], cidr_block="10.0.1.0/24")
missing = pulumi.StackReference("org/network/prod")
aws.ec2.Subnet("unknown", vpc_id=missing.get_output("vpcId"), cidr_block="10.0.2.0/24")
"""


def test_outputs_of_other_stacks_are_from_a_file_or_unknown(tmp_path: Path) -> None:
    stack = "config:\n  aws:region: eu-west-1\n  plimsoll:stackOutputs: others.yaml\n"
    files = {"others.yaml": "network/dev: {vpcId: vpc-123}\n"}
    graph = run(tmp_path, REFERENCES, stack=stack, files=files)
    assert one(graph, "known").inputs["vpcId"] == "vpc-123"
    assert one(graph, "lifted").inputs["vpcId"] == "vpc-123"
    assert one(graph, "unknown").inputs["vpcId"] is UNKNOWN
    reference = one(graph, "org/network/dev")
    assert reference.external
    assert reference.type == "pulumi:pulumi:StackReference"
