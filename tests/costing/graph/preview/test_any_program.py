"""Constructs of public Pulumi programs, each at least once."""

from pathlib import Path

import pytest

from costing.graph.resource import Graph
from costing.model import UNKNOWN
from tests.costing.graph.preview.program import links, one, run

SIGNATURE = "4dabf18193072939515e22adb298388d"
PROGRAM = """
from pulumi.dynamic import CreateResult, Resource, ResourceProvider
import pulumi_kubernetes as kubernetes

pulumi.require_pulumi_version(">=3.0.0")

class Provider(ResourceProvider):
    def create(self, inputs):
        return CreateResult("made", {**inputs, "out": 1})

class Dynamic(Resource):
    out: pulumi.Output[int]
    def __init__(self, name, inputs):
        super().__init__(Provider(), name, {"out": None, **inputs})

dynamic = Dynamic("dynamic", {"size": 1})
aws.lambda_.Function("function", role="arn:aws:iam::111122223333:role/x", handler="a.b",
    runtime="python3.12", memory_size=512,
    code=pulumi.AssetArchive({".": pulumi.StringAsset("x"), "lib": pulumi.FileArchive("./lib")}))
vpc = aws.ec2.Vpc.get("vpc", "vpc-0abc")
aws.ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block="10.0.0.0/24", tags={"of": vpc.cidr_block})
group = aws.ec2.SecurityGroup.get("group", vpc.default_security_group_id)
aws.s3.Bucket("imported", opts=Opts(import_="my-bucket"))
aws.s3.Bucket("hooked", opts=Opts(hooks=pulumi.ResourceHookBinding(
    before_create=[pulumi.ResourceHook("hook", lambda args: None)])))
aws.s3.Bucket("timed", opts=Opts(ignore_changes=["tags"], retain_on_delete=True,
    custom_timeouts=pulumi.CustomTimeouts(create="5m"), replace_on_changes=["*"],
    depends_on=[vpc, dynamic]))
aws.autoscaling.Schedule("numbers", scheduled_action_name="x", autoscaling_group_name="g",
    min_size=1, max_size=2)
aws.cloudwatch.MetricAlarm("alarm", comparison_operator="GreaterThanThreshold",
    evaluation_periods=2, threshold=0.5)
kubernetes.core.v1.Namespace("namespace", metadata={"name": "ml"},
    opts=Opts(provider=kubernetes.Provider("cluster", kubeconfig="{}")))

async def main():
    aws.s3.Bucket("asynchronous")
    return {"found": 1}
pulumi.run(main)
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("any")
    return run(folder, PROGRAM, files={"lib/a.py": ""})


def test_a_dynamic_provider_s_resource_is_recorded(graph: Graph) -> None:
    assert one(graph, "dynamic").type == "pulumi-python:dynamic:Resource"
    assert one(graph, "dynamic").inputs == {"size": 1}


def test_assets_and_archives_are_kept_as_pulumi_writes_them(graph: Graph) -> None:
    code = one(graph, "function").inputs["code"]
    assert code[SIGNATURE] == "0def7320c3a5731c473e5ecbe6d01bc7"
    assert code["assets"]["."]["text"] == "x"
    assert code["assets"]["lib"]["path"] == "./lib"


def test_read_resource_is_external_with_known_id(graph: Graph) -> None:
    vpc = one(graph, "vpc")
    assert vpc.external
    assert vpc.id == "vpc-0abc"
    subnet = one(graph, "subnet")
    assert subnet.inputs["vpcId"] == "vpc-0abc"
    assert subnet.inputs["tags"] == {"of": UNKNOWN}
    assert links(subnet) == {"tags.of": ["vpc.cidrBlock"]}


def test_resource_read_by_unknown_id_has_no_id(graph: Graph) -> None:
    assert one(graph, "group").external
    assert one(graph, "group").id is None


def test_imported_resource_has_its_id(graph: Graph) -> None:
    imported = one(graph, "imported")
    assert imported.id == "my-bucket"
    assert not imported.external


def test_options_without_price_effect_are_accepted(graph: Graph) -> None:
    assert one(graph, "hooked").inputs == {}
    assert one(graph, "timed").dependencies == tuple(
        sorted((one(graph, "vpc").urn, one(graph, "dynamic").urn))
    )


def test_numbers_are_exact(graph: Graph) -> None:
    assert str(one(graph, "alarm").inputs["threshold"]) == "0.5"
    assert one(graph, "numbers").inputs["maxSize"] == 2


def test_other_providers_resources_are_kept_without_region(graph: Graph) -> None:
    namespace = one(graph, "namespace")
    assert namespace.type == "kubernetes:core/v1:Namespace"
    assert namespace.region is None
    assert namespace.provider == one(graph, "cluster").urn


def test_an_asynchronous_program_is_run(graph: Graph) -> None:
    assert one(graph, "asynchronous").inputs == {}
    assert one(graph, "shop-dev").outputs == {"found": 1}


def test_the_main_of_a_project_is_run_in_its_own_folder(tmp_path: Path) -> None:
    project = "name: shop\nruntime: python\nmain: app/\n"
    program = """
    import pathlib, sys
    import pulumi, pulumi_aws as aws
    from beside import NAME
    aws.s3.Bucket(NAME, tags={"folder": pathlib.Path.cwd().name, "argument": str(len(sys.argv))})
    """
    files = {"app/__main__.py": program, "app/beside.py": "NAME = 'b'\n"}
    graph = run(tmp_path, "raise SystemExit('the wrong program')", project=project, files=files)
    assert one(graph, "b").inputs["tags"] == {"folder": "app", "argument": "1"}
    assert one(graph, "b").position == "app/__main__.py:5"


def test_main_file_imports_modules_of_its_folder(tmp_path: Path) -> None:
    project = "name: shop\nruntime: python\nmain: app/start.py\n"
    files = {
        "app/start.py": "import pulumi_aws as aws\nfrom beside import NAME\naws.s3.Bucket(NAME)\n",
        "app/beside.py": "NAME = 'b'\n",
    }
    assert one(run(tmp_path, "", project=project, files=files), "b").inputs == {}


def test_a_program_that_exits_well_is_whole(tmp_path: Path) -> None:
    assert one(run(tmp_path, "aws.s3.Bucket('b')\nraise SystemExit(0)"), "b").inputs == {}
