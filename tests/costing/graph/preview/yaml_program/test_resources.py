"""Resources of YAML programs: types, options, providers, positions."""

import logging
from pathlib import Path

import pytest

from costing.graph.preview.yaml_program.tokens import full_token, resource_token
from costing.graph.resource import Reference
from costing.model import UNKNOWN
from tests.costing.graph.preview.yaml_program.program import URN, run

OPTIONS = """
resources:
  eu:
    type: pulumi:providers:aws
    properties: {region: eu-central-1, defaultTags: {tags: {team: web}}}
  vpc:
    type: aws:ec2:Vpc
    properties: {cidrBlock: 10.0.0.0/16}
    options: {provider: "${eu}", protect: true}
  subnet:
    type: aws:ec2:Subnet
    name: first
    properties: {vpcId: "${vpc}", cidrBlock: 10.0.1.0/24}
    options:
      parent: ${vpc}
      dependsOn: ["${bucket}"]
      deleteBeforeReplace: true
      ignoreChanges: [tags]
  bucket:
    type: aws:s3:Bucket
    options: {import: old-bucket}
  existing:
    type: aws:ec2:Vpc
    get: {id: vpc-0abc, state: {cidrBlock: 10.9.0.0/16}}
"""


def test_options(tmp_path: Path) -> None:
    graph = run(tmp_path, OPTIONS)
    vpc = graph.by_urn[f"{URN}aws:ec2/vpc:Vpc::vpc"]
    subnet = graph.by_urn[f"{URN}aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet::first"]
    bucket = graph.by_urn[f"{URN}aws:s3/bucket:Bucket::bucket"]
    existing = graph.by_urn[f"{URN}aws:ec2/vpc:Vpc::existing"]
    assert (vpc.region, vpc.provider, vpc.protect) == (
        "eu-central-1",
        f"{URN}pulumi:providers:aws::eu",
        True,
    )
    assert (subnet.parent, subnet.position) == (vpc.urn, "Pulumi.yaml:12")
    assert subnet.delete_before_replace
    assert set(subnet.dependencies) == {vpc.urn, bucket.urn}
    assert subnet.property_dependencies == {"vpcId": (vpc.urn,)}
    assert subnet.references == {"vpcId": (Reference(vpc.urn, "id"),)}
    assert (bucket.id, bucket.region) == ("old-bucket", "eu-west-1")
    assert existing.external
    assert dict(existing.inputs) == {"cidrBlock": "10.9.0.0/16"}
    provider = graph.by_urn[f"{URN}pulumi:providers:aws::eu"]
    assert provider.inputs["defaultTags"] == {"tags": {"team": "web"}}


def test_default_provider_is_used_by_resources_before_it(tmp_path: Path) -> None:
    graph = run(
        tmp_path,
        """
        resources:
          bucket: {type: 'aws:s3:Bucket'}
          home:
            type: pulumi:providers:aws
            defaultProvider: true
            properties: {region: "${place}"}
        variables: {place: us-west-2}
        """,
    )
    assert [each.region for each in graph.of_type("aws:s3/bucket:Bucket")] == ["us-west-2"]


@pytest.mark.parametrize(
    ("written", "token"),
    [
        ("aws:s3:Bucket", "aws:s3/bucket:Bucket"),
        ("aws:s3/bucket:Bucket", "aws:s3/bucket:Bucket"),
        ("aws:apigatewayv2:Api", "aws:apigatewayv2/api:Api"),
        ("aws:made:NewThing", "aws:made/newThing:NewThing"),
        ("pulumi:providers:aws", "pulumi:providers:aws"),
        ("random:RandomPet", "random:index/randomPet:RandomPet"),
        ("eks:Cluster", "eks:index:Cluster"),
        ("awsx:ec2:Vpc", "awsx:ec2:Vpc"),
        ("kubernetes:core/v1:Pod", "kubernetes:core/v1:Pod"),
    ],
)
def test_type_tokens(written: str, token: str) -> None:
    assert resource_token(written) == token


@pytest.mark.parametrize(
    ("written", "token"),
    [
        ("aws:getRegion", "aws:index/getRegion:getRegion"),
        ("aws:index:getRegion", "aws:index/getRegion:getRegion"),
        ("aws:ec2:getAmi", "aws:ec2/getAmi:getAmi"),
        ("aws:ec2/getAmi:getAmi", "aws:ec2/getAmi:getAmi"),
    ],
)
def test_function_tokens(written: str, token: str) -> None:
    assert full_token(written) == token


def test_components_of_known_packages_are_expanded(tmp_path: Path) -> None:
    graph = run(
        tmp_path,
        """
        resources:
          network: {type: 'awsx:ec2:Vpc', properties: {natGateways: {strategy: Single}}}
          balancer:
            type: aws:lb:LoadBalancer
            properties: {subnets: "${network.publicSubnetIds}"}
        """,
    )
    assert len(graph.of_type("aws:ec2/natGateway:NatGateway")) == 1
    (balancer,) = graph.of_type("aws:lb/loadBalancer:LoadBalancer")
    assert balancer.inputs["subnets"] == [UNKNOWN] * 3


def test_components_of_other_packages_are_not_expanded(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        graph = run(tmp_path, "resources: {shop: {type: 'acme:web:Shop'}}")
    (shop,) = graph.of_type("acme:web:Shop")
    assert shop.origin == "not expanded"
    assert "acme:web:Shop shop is not expanded" in caplog.text


def test_terraform_providers_of_a_project_are_ignored(tmp_path: Path) -> None:
    graph = run(
        tmp_path,
        """
        packages: {netbox: {source: terraform-provider, parameters: [e-breuninger/netbox]}}
        resources: {site: {type: 'netbox:index:Site'}}
        """,
    )
    assert graph.of_type("netbox:index:Site")[0].origin is None


def test_outputs_of_other_stacks(tmp_path: Path) -> None:
    graph = run(
        tmp_path,
        """
        resources:
          network:
            type: pulumi:pulumi:StackReference
            properties: {name: acme/network/prod}
          subnet:
            type: aws:ec2:Subnet
            properties:
              vpcId: ${network.outputs["vpcId"]}
              cidrBlock: {fn::stackReference: [acme/network/prod, block]}
        """,
        stack="config: {'aws:region': eu-west-1, 'plimsoll:stackOutputs': others.yaml}",
        files={"others.yaml": "acme/network/prod: {vpcId: vpc-0abc, block: 10.0.0.0/24}"},
    )
    (subnet,) = graph.of_type("aws:ec2/subnet:Subnet")
    assert dict(subnet.inputs) == {"vpcId": "vpc-0abc", "cidrBlock": "10.0.0.0/24"}


def test_stack_outputs_are_those_of_the_program(tmp_path: Path) -> None:
    graph = run(
        tmp_path,
        "resources: {b: {type: 'aws:s3:Bucket'}}\noutputs: {name: x, arn: '${b.arn}'}",
    )
    (stack,) = graph.components
    assert dict(stack.outputs) == {"name": "x", "arn": UNKNOWN}


def test_main_yaml_is_the_program(tmp_path: Path) -> None:
    graph = run(tmp_path, "", files={"Main.yaml": "resources: {b: {type: 'aws:s3:Bucket'}}"})
    assert graph.of_type("aws:s3/bucket:Bucket")[0].position == "Main.yaml:1"
