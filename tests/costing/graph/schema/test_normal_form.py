"""Resources as the schema has them, from whatever SDK, spelling or token."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costing.graph.resource import Reference, Resource
from costing.graph.schema.input_types import lines, plural
from costing.graph.schema.normal_form import normal_form
from costing.graph.schema.tokens import aliases, canonical
from costing.model import SECRET, UNKNOWN

BUCKET_V2 = "aws:s3/bucketV2:BucketV2"
KEY = Reference("urn:pulumi:prod::shop::aws:kms/key:Key::key", "arn")


def declared(kind: str, inputs: Mapping[str, Any], **more: Any) -> Resource:
    return Resource(f"urn:pulumi:prod::shop::{kind}::it", kind, inputs, **more)


@pytest.mark.parametrize(
    ("kind", "given_", "today"),
    [
        (
            "aws:ecs/taskDefinition:TaskDefinition",
            {"cpu": 256, "memory": 512, "skipDestroy": "true", "family": "web"},
            {"cpu": "256", "memory": "512", "skipDestroy": True, "family": "web"},
        ),
        ("aws:eks/cluster:Cluster", {"version": 1.31}, {"version": "1.31"}),
        ("aws:eks/cluster:Cluster", {"version": 1.30}, {"version": "1.3"}),
        ("aws:rds/instance:Instance", {"allocatedStorage": "20"}, {"allocatedStorage": 20}),
        ("aws:rds/instance:Instance", {"multiAz": "false"}, {"multiAz": False}),
        ("aws:rds/instance:Instance", {"multiAz": UNKNOWN}, {"multiAz": UNKNOWN}),
        ("aws:rds/instance:Instance", {"engine": SECRET}, {"engine": SECRET}),
        ("aws:rds/instance:Instance", {"engine": None}, {"engine": None}),
        (
            "aws:ec2/launchTemplate:LaunchTemplate",
            {"blockDeviceMappings": [{"ebs": {"volumeSize": "8", "encrypted": True}}, UNKNOWN]},
            {"blockDeviceMappings": [{"ebs": {"volumeSize": 8, "encrypted": "true"}}, UNKNOWN]},
        ),
        ("aws:sqs/queue:Queue", {"tags": {"cost-center": 7}}, {"tags": {"cost-center": "7"}}),
        ("aws:lb/loadBalancer:LoadBalancer", {"subnets": [1, "b"]}, {"subnets": ["1", "b"]}),
        # What the provider does not take is left for whoever reads it.
        ("aws:rds/instance:Instance", {"allocatedStorage": "20G"}, {"allocatedStorage": "20G"}),
        ("aws:lb/loadBalancer:LoadBalancer", {"subnets": "a"}, {"subnets": "a"}),
        ("aws:iam/policy:Policy", {"policy": {"Version": 1}}, {"policy": {"Version": 1}}),
        ("aws:none/none:None", {"size": "1"}, {"size": "1"}),
        ("random:index/randomPet:RandomPet", {"length": "1"}, {"length": "1"}),
    ],
)
def test_values_have_the_types_of_the_schema(
    kind: str, given_: Mapping[str, Any], today: Mapping[str, Any]
) -> None:
    found = normal_form(declared(kind, given_)).inputs

    assert found == today
    assert {key: type(value) for key, value in found.items()} == {
        key: type(value) for key, value in today.items()
    }


@pytest.mark.parametrize(
    ("kind", "given_", "today"),
    [
        (
            "aws:ecs/taskDefinition:TaskDefinition",
            {"runtimePlatform": [{"cpuArchitecture": "ARM64"}]},
            {"runtimePlatform": {"cpuArchitecture": "ARM64"}},
        ),
        (
            "aws:ecs/taskDefinition:TaskDefinition",
            {"runtimePlatform": []},
            {"runtimePlatform": None},
        ),
        (
            "aws:ecs/taskDefinition:TaskDefinition",
            {"runtimePlatform": [UNKNOWN]},
            {"runtimePlatform": UNKNOWN},
        ),
        (
            "aws:ec2/instance:Instance",
            {"ebsBlockDevices": {"volumeSize": "8"}},
            {"ebsBlockDevices": [{"volumeSize": 8}]},
        ),
        ("aws:ec2/instance:Instance", {"ebsBlockDevice": {}}, {"ebsBlockDevices": [{}]}),
        # A list of several cannot be one block, and today's name is not overwritten.
        (
            "aws:ec2/instance:Instance",
            {"rootBlockDevice": [{}, {"volumeSize": "8"}]},
            {"rootBlockDevice": [{}, {"volumeSize": "8"}]},
        ),
        (
            BUCKET_V2,
            {"versioning": {"enabled": True}, "versionings": [{"enabled": False}]},
            {"versioning": {"enabled": True}, "versionings": [{"enabled": False}]},
        ),
        (
            BUCKET_V2,
            {"versionings": [{"enabled": "true"}], "websites": UNKNOWN, "loggings": SECRET},
            {"versioning": {"enabled": True}, "website": UNKNOWN, "logging": SECRET},
        ),
        (
            BUCKET_V2,
            {"lifecycleRules": [{"enabled": True, "expirations": [{"days": "30"}]}]},
            {"lifecycleRules": [{"enabled": True, "expiration": {"days": 30}}]},
        ),
    ],
)
def test_blocks_have_the_shape_of_the_schema(
    kind: str, given_: Mapping[str, Any], today: Mapping[str, Any]
) -> None:
    assert normal_form(declared(kind, given_)).inputs == today


def test_references_follow_to_the_new_paths() -> None:
    before = "serverSideEncryptionConfigurations[0].rules[0].applyServerSideEncryptionByDefaults[0]"
    after = "serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault"
    default = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": UNKNOWN}
    rules = [{"applyServerSideEncryptionByDefaults": [default]}]

    found = normal_form(
        declared(
            BUCKET_V2,
            {"serverSideEncryptionConfigurations": [{"rules": rules}], "bucket": UNKNOWN},
            references={f"{before}.kmsMasterKeyId": (KEY,), "bucket": (KEY,)},
            property_dependencies={"serverSideEncryptionConfigurations": (KEY.urn,)},
        )
    )

    assert found.references == {f"{after}.kmsMasterKeyId": (KEY,), "bucket": (KEY,)}
    assert found.property_dependencies == {"serverSideEncryptionConfiguration": (KEY.urn,)}


def test_references_follow_into_a_list() -> None:
    found = normal_form(
        declared(
            "aws:ec2/instance:Instance",
            {"ebsBlockDevices": {"kmsKeyId": UNKNOWN}},
            references={"ebsBlockDevices.kmsKeyId": (KEY,)},
        )
    )

    assert found.references == {"ebsBlockDevices[0].kmsKeyId": (KEY,)}


def test_outputs_have_the_shape_of_the_schema() -> None:
    outputs = {"arn": "a", "versionings": [{"enabled": False}], "grants": []}

    found = normal_form(declared(BUCKET_V2, {}, outputs=outputs)).outputs

    assert found == {"arn": "a", "versioning": {"enabled": False}, "grants": []}


def test_former_token_becomes_the_current_one() -> None:
    former = declared("aws:elasticloadbalancingv2/loadBalancer:LoadBalancer", {"internal": "true"})

    found = normal_form(former)

    assert found.type == "aws:lb/loadBalancer:LoadBalancer"
    assert found.declared_type == former.type
    assert found.urn == former.urn
    assert found.inputs == {"internal": True}


def test_every_alias_is_of_a_type_in_the_schema() -> None:
    assert {canonical(token) for token in aliases()} <= lines().keys()
    assert not {*aliases().values()} & aliases().keys()


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("versioning", "versionings"),
        ("policy", "policies"),
        ("gateway", "gateways"),
        ("address", "addresses"),
        ("index", "indexes"),
        ("sourceSelectionCriteria", "sourceSelectionCriterias"),
    ],
)
def test_plural(one: str, several: str) -> None:
    assert plural(one) == several


INPUTS = ("cpu", "skipDestroy", "volumes", "volume", "runtimePlatform", "runtimePlatforms", "tags")
SCALARS = st.one_of(
    st.sampled_from([None, True, UNKNOWN, "true", "12", "x"]),
    st.integers(),
    st.floats().map(lambda number: Decimal(repr(number))),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(INPUTS), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(INPUTS), VALUES, max_size=3))
def test_normal_form_is_idempotent_and_total(inputs: dict[str, Any]) -> None:
    once = normal_form(declared("aws:ecs/taskDefinition:TaskDefinition", inputs))

    twice = normal_form(once)

    assert twice is once
