"""Values known only after deployment are UNKNOWN, with a reference to their output."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from costing.graph.follow import follow, follow_all
from costing.graph.preview.placeholder_values import ACCOUNT, NETWORK
from costing.graph.resource import Graph, Resource
from costing.model import UNKNOWN
from tests.costing.graph.preview.program import links, one, run

PROGRAM = """
import base64, hashlib
vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16", tags={"team": "ml"})
subnets = [aws.ec2.Subnet(f"subnet-{n}", vpc_id=vpc.id,
                          cidr_block=vpc.cidr_block.apply(
                              lambda block, n=n: block.replace("0.0/16", f"{n}.0/24")))
           for n in range(2)]
templates = [aws.ec2.LaunchTemplate(f"template-{n}", instance_type=kind)
             for n, kind in enumerate(["m5.large", "g5.xlarge"])]
bucket = aws.s3.Bucket("bucket")
role = aws.iam.Role("role", assume_role_policy=json.dumps({"Statement": []}))
database = aws.rds.Instance("database", instance_class="db.t4g.micro", engine="postgres")

aws.autoscaling.Group("group", max_size=2, min_size=1,
    launch_template={"id": templates[1].id, "version": "$Latest"},
    vpc_zone_identifiers=[each.id for each in subnets],
    tags=[{"key": "first", "value": templates[0].id, "propagate_at_launch": True}])
aws.autoscaling.Group("listed", max_size=2, min_size=1, launch_template={"id": "lt-0abc"},
    vpc_zone_identifiers=pulumi.Output.all(*[each.id for each in subnets]))
aws.lambda_.Function("function", role=role.arn, runtime="python3.12", handler="a.b",
    environment={"variables": {
        "HOST": database.address,
        "ENGINE": database.engine,
        "URL": pulumi.Output.concat("postgres://", database.address, "/", bucket.id),
        "MODE": "fast",
        "SUFFIX": vpc.id.apply(lambda text: text[-4:]),
        "HASH": bucket.arn.apply(lambda text: hashlib.md5(text.encode()).hexdigest()),
        "LENGTH": bucket.arn.apply(lambda text: str(len(text))),
        "TEAM": vpc.tags["team"],
        "URN": vpc.urn,
    }})
aws.ec2.Instance("instance", ami="ami-0abc", instance_type="t3.micro",
    subnet_id=subnets[0].id,
    iam_instance_profile=pulumi.Output.all(role.name, vpc.id).apply(lambda each: each[0]),
    vpc_security_group_ids=[vpc.default_security_group_id],
    user_data_base64=bucket.id.apply(
        lambda name: base64.b64encode(f"aws s3 ls {name}".encode()).decode()))
aws.s3.BucketPolicy("policy", bucket=bucket.id, policy={
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                   "Resource": [bucket.arn]}]})
aws.s3.BucketPolicy("text-policy", bucket=bucket.id, policy=bucket.arn.apply(
    lambda arn: json.dumps({"Statement": [{"Effect": "Allow", "Resource": arn}]})))
aws.ecs.Service("shaped", desired_count=2,
    network_configuration=pulumi.Output.all(subnets[0].id).apply(
        lambda ids: {"assignPublicIp": False, "subnets": ids}))
aws.iam.RolePolicyAttachment("attachment", role=role, policy_arn="arn:aws:iam::aws:policy/X")
aws.ec2.SecurityGroup("keyed", vpc_id=subnets[1].vpc_id,
    tags=vpc.id.apply(lambda name: {f"kubernetes.io/{name}": "owned"}))
aws.s3.Bucket("issuer", bucket_prefix=aws.eks.Cluster("cluster", role_arn=role.arn,
    vpc_config={"subnet_ids": ["subnet-0abc"]}).identities[0].oidcs[0].issuer.apply(
        lambda url: url.replace("https://", "")))
"""


@pytest.fixture(scope="module")
def unknown_ids(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return run(tmp_path_factory.mktemp("unknown"), PROGRAM)


@pytest.fixture(scope="module")
def assumed_ids(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return run(tmp_path_factory.mktemp("assumed"), PROGRAM, assume_ids=True)


@pytest.fixture(params=["unknown_ids", "assumed_ids"])
def graph(request: pytest.FixtureRequest) -> Graph:
    found: Graph = request.getfixturevalue(request.param)
    return found


def test_id_in_a_nested_input_is_a_reference(graph: Graph) -> None:
    group = one(graph, "group")
    assert group.inputs["launchTemplate"] == {"id": UNKNOWN, "version": "$Latest"}
    assert links(group) == {
        "launchTemplate.id": ["template-1.id"],
        "tags[0].value": ["template-0.id"],
        "vpcZoneIdentifiers[0]": ["subnet-0.id"],
        "vpcZoneIdentifiers[1]": ["subnet-1.id"],
    }
    template = follow(graph, group, "launchTemplate.id", "aws:ec2/launchTemplate:LaunchTemplate")
    assert isinstance(template, Resource)
    assert template.inputs["instanceType"] == "g5.xlarge"


def test_a_list_made_of_ids_keeps_its_shape(graph: Graph) -> None:
    listed = one(graph, "listed")
    assert listed.inputs["vpcZoneIdentifiers"] == [UNKNOWN, UNKNOWN]
    found = follow_all(graph, listed, "vpcZoneIdentifiers", "aws:ec2/subnet:Subnet")
    assert found == [one(graph, "subnet-0"), one(graph, "subnet-1")]


def test_object_of_a_callback_keeps_literals_with_assumed_ids(
    assumed_ids: Graph, unknown_ids: Graph
) -> None:
    assert one(unknown_ids, "shaped").inputs["networkConfiguration"] is UNKNOWN
    assert links(one(unknown_ids, "shaped")) == {"networkConfiguration": ["subnet-0.id"]}
    shaped = one(assumed_ids, "shaped")
    assert shaped.inputs["networkConfiguration"] == {"assignPublicIp": False, "subnets": [UNKNOWN]}
    assert links(shaped) == {"networkConfiguration.subnets[0]": ["subnet-0.id"]}


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ("HOST", ["database.address"]),
        ("URL", ["database.address", "bucket.id"]),
        ("SUFFIX", ["vpc.id"]),
        ("HASH", ["bucket.arn"]),
        ("LENGTH", ["bucket.arn"]),
    ],
)
def test_value_from_an_unknown_output_is_unknown(
    graph: Graph, variable: str, expected: list[str]
) -> None:
    function = one(graph, "function")
    assert function.inputs["environment"]["variables"][variable] is UNKNOWN
    assert links(function)[f"environment.variables.{variable}"] == expected


def test_value_known_before_deployment_stays_known(graph: Graph) -> None:
    variables = one(graph, "function").inputs["environment"]["variables"]
    assert variables["ENGINE"] == "postgres"
    assert variables["MODE"] == "fast"
    assert variables["TEAM"] == "ml"
    assert variables["URN"] == one(graph, "vpc").urn
    assert one(graph, "subnet-1").inputs["cidrBlock"] == "10.0.1.0/24"


def test_output_equal_to_an_input_has_its_reference(graph: Graph) -> None:
    assert links(one(graph, "keyed"))["vpcId"] == ["vpc.id"]


def test_an_object_with_an_unknown_key_is_unknown(graph: Graph) -> None:
    keyed = one(graph, "keyed")
    assert keyed.inputs["tags"] is UNKNOWN
    assert links(keyed)["tags"] == ["vpc.id"]


def test_an_input_refers_to_what_it_is_made_from(assumed_ids: Graph, unknown_ids: Graph) -> None:
    # A callback that did not run may use all of its input; one that ran shows which part.
    made_from = links(one(unknown_ids, "instance"))
    assert made_from.pop("iamInstanceProfile") == ["vpc.id", "role.name"]
    instance = one(assumed_ids, "instance")
    assert made_from.items() <= links(instance).items()
    assert links(instance) == {
        "iamInstanceProfile": ["role.name"],
        "subnetId": ["subnet-0.id"],
        "userDataBase64": ["bucket.id"],
        "vpcSecurityGroupIds[0]": ["vpc.defaultSecurityGroupId"],
    }
    assert instance.inputs["ami"] == "ami-0abc"


def test_a_policy_keeps_its_shape(graph: Graph) -> None:
    (statement,) = one(graph, "policy").inputs["policy"]["Statement"]
    assert statement["Effect"] == "Allow"
    assert statement["Resource"] == [UNKNOWN]


def test_text_of_a_callback_keeps_its_shape_with_assumed_ids(
    assumed_ids: Graph, unknown_ids: Graph
) -> None:
    assert one(unknown_ids, "text-policy").inputs["policy"] is UNKNOWN
    assert links(one(unknown_ids, "text-policy"))["policy"] == ["bucket.arn"]
    graph, policy = assumed_ids, one(assumed_ids, "text-policy")
    assert policy.inputs["policy"] == {"Statement": [{"Effect": "Allow", "Resource": UNKNOWN}]}
    assert links(policy) == {
        "bucket": ["bucket.id"],
        "policy": ["bucket.arn"],
        "policy.Statement[0].Resource": ["bucket.arn"],
    }
    assert follow(graph, policy, "policy.Statement[0].Resource", "aws:s3/bucket:Bucket") == one(
        graph, "bucket"
    )


def test_a_resource_as_an_input_is_its_id(graph: Graph) -> None:
    attachment = one(graph, "attachment")
    assert attachment.inputs["role"] is UNKNOWN
    assert links(attachment) == {"role": ["role.id"]}


def test_a_part_of_an_unknown_list_is_unknown(graph: Graph) -> None:
    assert one(graph, "issuer").inputs["bucketPrefix"] is UNKNOWN
    assert links(one(graph, "issuer")) == {"bucketPrefix": ["cluster.identities"]}


def test_dependencies_are_the_engine_s(graph: Graph) -> None:
    vpc, subnet = one(graph, "vpc"), one(graph, "subnet-0")
    assert subnet.property_dependencies == {"cidrBlock": (vpc.urn,), "vpcId": (vpc.urn,)}
    assert subnet.dependencies == (vpc.urn,)


# All that the preview makes up looks like one of these.
MADE_UP = re.compile(
    rf"-[0-9a-f]{{12}}\b|-0[0-9a-f]{{16}}\b|{ACCOUNT}|{re.escape(NETWORK)}|plimsoll:\d"
)


def texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, item in value.items():
                yield str(key)
                yield from texts(item)
        case list() | tuple():
            for item in value:
                yield from texts(item)


def test_graph_contains_no_made_up_value(graph: Graph) -> None:
    for resource in (*graph.resources, *graph.components):
        said: list[Any] = [resource.urn, resource.id, dict(resource.inputs), dict(resource.outputs)]
        said += [list(resource.dependencies), dict(resource.property_dependencies)]
        assert not [text for text in texts(said) if MADE_UP.search(text)], resource.urn


APPLIES = """
vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
def inside(name):
    made = aws.s3.Bucket("inside", tags={"vpc": name, "part": name[6:], "mode": "fast"})
    made.arn.apply(lambda arn: aws.ssm.Parameter("deeper", type="String", value=arn))
    aws.s3.Bucket(f"named-{name}")
vpc.id.apply(inside)
vpc.cidr_block.apply(lambda block: aws.s3.Bucket("of-known", tags={"block": block}))
aws.get_region_output().apply(lambda region: aws.s3.Bucket("of-lookup", tags={"in": region.region}))
class Shelf(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("shop:index:Shelf", name)
        aws.s3.Bucket("child", opts=Opts(parent=self))
        self.register_outputs({})
pulumi.Output.all(vpc.arn, 1).apply(lambda _: Shelf("shelf"))
aws.s3.Bucket("outside")
"""


def test_resources_of_callbacks_on_assumed_ids_are_marked(tmp_path: Path) -> None:
    graph = run(tmp_path, APPLIES, assume_ids=True)
    assert graph.source.callbacks_not_run == ()
    marked = {each.name for each in (*graph.resources, *graph.components) if each.origin == "apply"}
    assert marked == {"inside", "deeper", "named-[vpc.id]", "shelf", "child"}
    inside = one(graph, "inside")
    assert inside.inputs["tags"] == {"vpc": UNKNOWN, "part": UNKNOWN, "mode": "fast"}
    assert links(inside) == {"tags.vpc": ["vpc.id"], "tags.part": ["vpc.id"]}
    assert one(graph, "of-known").inputs["tags"] == {"block": "10.0.0.0/16"}
    assert one(graph, "of-lookup").inputs["tags"] == {"in": "eu-west-1"}


def test_callbacks_do_not_run_on_unknown_values(tmp_path: Path) -> None:
    graph = run(tmp_path, APPLIES)
    assert {each.name for each in graph.of_type("aws:s3/bucket:Bucket")} == {
        "of-known",
        "of-lookup",
        "outside",
    }
    assert not [each for each in (*graph.resources, *graph.components) if each.origin]
    assert graph.source.callbacks_not_run == ("__main__.py:11", "__main__.py:19")


def test_two_runs_give_one_graph(unknown_ids: Graph, tmp_path: Path) -> None:
    assert run(tmp_path, PROGRAM) == unknown_ids


def test_json_text_without_anything_unknown_is_kept(graph: Graph) -> None:
    assert json.loads(one(graph, "role").inputs["assumeRolePolicy"]) == {"Statement": []}
