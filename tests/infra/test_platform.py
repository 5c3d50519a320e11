"""Conventions for all resources of the shipped stacks."""

import importlib
import inspect
import json
import keyword

import pytest

from infra.configuration import SettingsError
from infra.context import STANDBY
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import EVERY, STACKS, changed, recorded, run

REQUIRED_TAGS = {
    "component",
    "cost-center",
    "data-classification",
    "environment",
    "managed-by",
    "owner",
    "workload",
}
STATEFUL = {
    "aws:backup/vault:Vault",
    "aws:dynamodb/table:Table",
    "aws:ecr/repository:Repository",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:kinesis/stream:Stream",
    "aws:kms/key:Key",
    "aws:opensearch/domain:Domain",
    "aws:rds/cluster:Cluster",
    "aws:rds/clusterInstance:ClusterInstance",
    "aws:s3/bucket:Bucket",
}


def customs(recording: Recording) -> list[Registered]:
    return [each for each in recording.resources if each.custom and each.type.startswith("aws:")]


def components(recording: Recording) -> list[Registered]:
    return [each for each in recording.resources if not each.custom]


def taggable(kind: str) -> bool:
    """Return True if the SDK's class of a type has tags: aws:ec2/vpc:Vpc is ec2.Vpc."""
    _, module, name = kind.split(":")
    package = module.partition("/")[0]
    if keyword.iskeyword(package):  # lambda_
        package += "_"
    service = importlib.import_module(f"pulumi_aws.{package}")
    return "tags" in inspect.signature(getattr(service, name)._internal_init).parameters  # noqa: SLF001


def tags_of(resource: Registered) -> dict[str, str]:
    """Return a resource's own tags; an Auto Scaling group has them as a list."""
    tags = resource.inputs.get("tags", {})
    return {each["key"]: each["value"] for each in tags} if isinstance(tags, list) else tags


@pytest.mark.parametrize("stack", EVERY)
def test_taggable_resources_have_required_tags(stack: str) -> None:
    recording = recorded(stack)
    [default] = {
        provider.inputs["defaultTags"] for provider in recording.of_type("pulumi:providers:aws")
    }
    default = json.loads(default)["tags"]
    untagged = {
        str(each): missing
        for each in customs(recording)
        if taggable(each.type) and (missing := REQUIRED_TAGS - set(tags_of(each)) - set(default))
    }
    assert untagged == {}


@pytest.mark.parametrize("stack", EVERY)
def test_resource_names_are_unique_per_type(stack: str) -> None:
    names = [str(each) for each in recorded(stack).resources]
    assert sorted(set(names)) == names


@pytest.mark.parametrize("stack", EVERY)
def test_workload_tag_has_known_value(stack: str) -> None:
    workloads = {tags_of(each).get("workload") for each in customs(recorded(stack))} - {None}
    assert workloads <= {"serving", "training", "batch", "shared"}


@pytest.mark.parametrize("stack", EVERY)
def test_resources_use_provider_of_their_region(stack: str) -> None:
    recording = recorded(stack)
    regions = {
        each.name: each.inputs["region"] for each in recording.of_type("pulumi:providers:aws")
    }
    away = {"standby": "us-west-2"} if stack == "global" else {}
    assert regions == {"primary": "us-east-1", **away}
    for each in customs(recording):
        component = each.parent.rpartition("::")[2]
        provider = "standby" if component.startswith(STANDBY) else "primary"
        assert f"pulumi:providers:aws::{provider}::" in each.provider


@pytest.mark.parametrize("stack", EVERY)
def test_resources_are_named_after_their_component(stack: str) -> None:
    recording = recorded(stack)
    names = {each.name for each in components(recording)}
    for each in customs(recording):
        component = each.parent.rpartition("::")[2]
        assert component in names
        if not component.endswith("observability"):  # alarms have the names of their components
            assert each.name == component or each.name.startswith(f"{component}-")


@pytest.mark.parametrize("stack", EVERY)
def test_components_are_top_level_with_stable_types(stack: str) -> None:
    for each in components(recorded(stack)):
        assert each.type.startswith("plimsoll:infra:")
        assert each.parent.endswith("::pulumi:pulumi:Stack::plimsoll-test")


@pytest.mark.parametrize(("stack", "protected"), [("prod", STATEFUL), ("dev", set())])
def test_stateful_resources_are_protected_in_prod(stack: str, protected: set[str]) -> None:
    recording = recorded(stack)
    assert {each.type for each in customs(recording) if each.protect} == protected
    for kind in protected:
        assert all(each.protect for each in recording.of_type(kind))


@pytest.mark.parametrize(("stack", "days"), [("prod", 365), ("dev", 30)])
def test_log_groups_are_encrypted_with_retention(stack: str, days: int) -> None:
    for group in recorded(stack).of_type("aws:cloudwatch/logGroup:LogGroup"):
        assert group.inputs["retentionInDays"] == days
        assert recorded(stack).follow(group.inputs["kmsKeyId"]).name == "keys-logs"


@pytest.mark.parametrize("stack", EVERY)
def test_policies_are_known_before_deployment(stack: str) -> None:
    """Policies refer to no outputs, so that rules can read them at preview."""
    recording = recorded(stack)
    policies = [
        each.inputs[path]
        for each in customs(recording)
        for path in ("policy", "assumeRolePolicy", "userData")
        if path in each.inputs
    ]
    assert len(policies) > len(
        recording.of_type("aws:kms/key:Key", "aws:s3/bucketPolicy:BucketPolicy")
    )
    assert recording.referred(policies) == []


@pytest.mark.parametrize("stack", EVERY)
def test_no_policy_allows_all_actions_or_principals(stack: str) -> None:
    for each in customs(recorded(stack)):
        policy = json.loads(each.inputs.get("policy", "{}"))
        for statement in policy.get("Statement", ()):  # a lifecycle policy has none
            if statement["Effect"] == "Allow":
                assert statement.get("Action") != "*"
                assert statement.get("Principal") != "*"
                if statement.get("Principal", {}).get("AWS") == "*":
                    assert "kms:CallerAccount" in statement["Condition"]["StringEquals"]
                    [role] = statement["Condition"]["ArnLike"].values()
                    assert ":role/aws-service-role/" in role


@pytest.mark.parametrize("stack", EVERY)
def test_security_groups_and_rules_have_descriptions(stack: str) -> None:
    recording = recorded(stack)
    for each in recording.of_type(
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    ):
        assert each.inputs["description"]
        if each.inputs.get("ipProtocol") == "-1":  # among nodes of multi-node jobs
            ends = (each.inputs["securityGroupId"], each.inputs["referencedSecurityGroupId"])
            assert len({recording.follow(end).name for end in ends}) == 1


def test_dev_resource_types_are_subset_of_prod() -> None:
    kinds = {
        stack: {
            each.type
            for each in customs(recorded(stack))
            if not each.parent.endswith("::off-hours")
        }
        for stack in STACKS
    }
    assert kinds["dev"] <= kinds["prod"]


def test_program_reports_unknown_setting() -> None:
    with pytest.raises(SettingsError) as caught:
        run(changed("prod", {"serving.min_sise": 3}))
    assert (
        str(caught.value) == 'plimsoll:serving.min_sise: unknown setting; did you mean "min_size"?'
    )
    assert caught.value.__cause__ is None
