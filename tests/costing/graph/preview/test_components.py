"""Component trees, their options and their outputs, as the engine sees them."""

from pathlib import Path

import pytest

from costing.graph.resource import Graph
from costing.model import UNKNOWN
from tests.costing.graph.preview.program import links, one, run

COMPONENT = """
class Shelf(pulumi.ComponentResource):
    def __init__(self, name, inner=False, opts=None):
        super().__init__("shop:index:Shelf", name, {"depth": 2}, opts)
        self.bucket = aws.s3.Bucket(f"{name}-bucket", tags={"own": "yes"}, opts=Opts(parent=self))
        if inner:
            self.inner = Shelf(f"{name}-inner", opts=Opts(parent=self))
        self.register_outputs({"bucket": self.bucket.bucket, "depth": 2})
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    source = (
        COMPONENT
        + """
outer = Shelf("outer", inner=True)
aws.s3.Bucket("loose", opts=Opts(aliases=[pulumi.Alias(name="old")], protect=True,
                                 delete_before_replace=True, deleted_with=outer.bucket))
pulumi.export("depth", 3)
pulumi.export("arn", outer.bucket.arn)
"""
    )
    return run(tmp_path_factory.mktemp("tree"), source)


def test_urn_contains_the_types_of_all_parents(tree: Graph) -> None:
    bucket = one(tree, "outer-inner-bucket")
    assert bucket.urn == (
        "urn:pulumi:dev::shop::"
        "shop:index:Shelf$shop:index:Shelf$aws:s3/bucket:Bucket::outer-inner-bucket"
    )
    assert bucket.parent == "urn:pulumi:dev::shop::shop:index:Shelf$shop:index:Shelf::outer-inner"
    assert one(tree, "loose").parent == one(tree, "shop-dev").urn


def test_components_and_stack_are_not_resources(tree: Graph) -> None:
    assert [each.type for each in tree.components] == [
        "pulumi:pulumi:Stack",
        "shop:index:Shelf",
        "shop:index:Shelf",
    ]
    assert {each.custom for each in tree.components} == {False}
    assert {each.custom for each in tree.resources} == {True}


def test_resources_are_in_the_order_of_their_urns(tree: Graph) -> None:
    urns = [each.urn for each in tree.resources]
    assert urns == sorted(urns)


def test_a_component_keeps_its_inputs_and_its_outputs(tree: Graph) -> None:
    outer = one(tree, "outer")
    assert outer.inputs == {"depth": 2}
    assert outer.outputs == {"bucket": UNKNOWN, "depth": 2}


def test_the_stack_keeps_its_exports(tree: Graph) -> None:
    assert one(tree, "shop-dev").outputs == {"depth": 3, "arn": UNKNOWN}


def test_options_are_kept(tree: Graph) -> None:
    loose = one(tree, "loose")
    assert loose.protect
    assert loose.delete_before_replace
    assert not one(tree, "outer-bucket").protect


def test_a_position_is_the_line_that_declares(tree: Graph) -> None:
    assert one(tree, "outer").position == "__main__.py:14"
    assert one(tree, "outer-bucket").position == "__main__.py:9"


def test_a_position_is_relative_to_the_project(tmp_path: Path) -> None:
    library = "import pulumi_aws as aws\ndef make():\n    return aws.s3.Bucket('b')\n"
    files = {"parts/storage.py": library, "parts/__init__.py": ""}
    graph = run(tmp_path, "from parts.storage import make\nmake()\n", files=files)
    assert one(graph, "b").position == "parts/storage.py:3"


TRANSFORM = """
def tagged(which):
    def transform(args):
        if not args.type_.startswith("aws:"):
            return None
        tags = pulumi.Output.from_input(args.props.get("tags", {})).apply(
            lambda stated: {**stated, which: args.name})
        return pulumi.ResourceTransformResult({**args.props, "tags": tags}, args.opts)
    return transform
"""


@pytest.fixture(scope="module")
def transformed(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    source = (
        COMPONENT
        + TRANSFORM
        + """
def protected(args):
    return pulumi.ResourceTransformResult(args.props, pulumi.ResourceOptions.merge(
        args.opts, pulumi.ResourceOptions(protect=True)))
def legacy(args):
    if args.type_ == "aws:s3/bucket:Bucket":
        return pulumi.ResourceTransformationResult(
            {**args.props, "tags": {**args.props["tags"], "legacy": "yes"}}, args.opts)
pulumi.runtime.register_stack_transformation(legacy)
pulumi.runtime.register_resource_transform(tagged("stack"))
Shelf("shelf", opts=Opts(transforms=[tagged("shelf")]))
vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
aws.s3.Bucket("own", tags={"vpc": vpc.id}, opts=Opts(transforms=[tagged("own"), protected]))
aws.autoscaling.Group("group", min_size=1, max_size=2,
    launch_template={"id": aws.ec2.LaunchTemplate("template").id, "version": "$Latest"})
aws.ec2.Subnet("cut", vpc_id=vpc.id, cidr_block="10.0.0.0/24",
               tags={"part": vpc.id.apply(lambda text: text[-3:])})
def looks(args):
    seen = ", ".join(f"{key} {type(args.props[key]).__name__}" for key in sorted(args.props))
    return pulumi.ResourceTransformResult({**args.props, "cidrBlock": seen}, args.opts)
aws.ec2.Subnet("looked-at", vpc_id=vpc.id, cidr_block="x", tags={"vpc": vpc.id, "a": "b"},
               opts=Opts(transforms=[looks]))
def elsewhere(args):
    return pulumi.InvokeTransformResult({**args.args, "region": "eu-west-3"}, args.opts)
pulumi.runtime.register_invoke_transform(elsewhere)
zones = aws.get_availability_zones_output()
pulumi.export("zones", zones.names)
"""
    )
    return run(tmp_path_factory.mktemp("transformed"), source, assume_ids=True)


def test_a_transform_of_a_component_reaches_its_children(transformed: Graph) -> None:
    tags = one(transformed, "shelf-bucket").inputs["tags"]
    assert tags["shelf"] == tags["stack"] == "shelf-bucket"


def test_stack_transform_applies_to_all_resources(transformed: Graph) -> None:
    assert set(one(transformed, "own").inputs["tags"]) == {"vpc", "own", "stack", "legacy"}
    assert one(transformed, "vpc").inputs["tags"] == {"stack": "vpc"}


def test_a_transform_may_change_options(transformed: Graph) -> None:
    assert one(transformed, "own").protect
    assert not one(transformed, "vpc").protect


def test_unknown_value_stays_unknown_in_a_transform(transformed: Graph) -> None:
    own = one(transformed, "own")
    assert own.inputs["tags"]["vpc"] is UNKNOWN
    assert links(own) == {"tags.vpc": ["vpc.id"]}
    assert own.property_dependencies == {"tags": (one(transformed, "vpc").urn,)}
    assert one(transformed, "cut").inputs["tags"] is UNKNOWN
    assert links(one(transformed, "cut"))["tags"] == ["vpc.id"]


def test_transform_callback_does_not_run_on_unknown_value(tmp_path: Path) -> None:
    source = TRANSFORM + (
        'vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")\n'
        'aws.s3.Bucket("own", tags={"vpc": vpc.id}, opts=Opts(transforms=[tagged("own")]))\n'
        'aws.s3.Bucket("known", tags={"a": "b"}, opts=Opts(transforms=[tagged("own")]))'
    )
    graph = run(tmp_path, source)
    assert one(graph, "own").inputs["tags"] is UNKNOWN
    assert links(one(graph, "own")) == {"tags": ["vpc.id"]}
    assert one(graph, "known").inputs["tags"] == {"a": "b", "own": "known"}


def test_transform_keeps_other_inputs(transformed: Graph) -> None:
    group = one(transformed, "group")
    assert group.inputs["launchTemplate"] == {"id": UNKNOWN, "version": "$Latest"}
    assert links(group) == {"launchTemplate.id": ["template.id"]}


def test_transform_gets_a_combined_output_as_one_output(transformed: Graph) -> None:
    seen = one(transformed, "looked-at").inputs["cidrBlock"]
    assert seen == "cidrBlock str, tags Output, vpcId Output"


def test_a_transform_of_lookups_changes_what_is_looked_up(transformed: Graph) -> None:
    zones = one(transformed, "shop-dev").outputs["zones"]
    assert zones == ["eu-west-3a", "eu-west-3b", "eu-west-3c"]
