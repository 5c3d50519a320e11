"""What holds for every resource of the shipped stacks, whatever component it is of."""

import importlib
import inspect
import json
import keyword

import pytest

from infra.configuration import SettingsError
from infra.scope import STANDBY
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
    """Return whether the SDK's class of a type takes tags: aws:ec2/vpc:Vpc is ec2.Vpc."""
    _, module, name = kind.split(":")
    package = module.partition("/")[0]
    if keyword.iskeyword(package):  # lambda_
        package += "_"
    service = importlib.import_module(f"pulumi_aws.{package}")
    return "tags" in inspect.signature(getattr(service, name)._internal_init).parameters  # noqa: SLF001


def tags_of(resource: Registered) -> dict[str, str]:
    """A group's tags are a list; the provider's default tags do not reach it."""
    tags = resource.inputs.get("tags", {})
    return {each["key"]: each["value"] for each in tags} if isinstance(tags, list) else tags


@pytest.mark.parametrize("stack", EVERY)
def test_whatever_can_be_tagged_has_every_tag(stack: str) -> None:
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
def test_no_two_resources_of_a_type_have_one_name(stack: str) -> None:
    names = [str(each) for each in recorded(stack).resources]
    assert sorted(set(names)) == names


@pytest.mark.parametrize("stack", EVERY)
def test_a_workload_is_one_of_the_four(stack: str) -> None:
    workloads = {tags_of(each).get("workload") for each in customs(recorded(stack))} - {None}
    assert workloads <= {"serving", "training", "batch", "shared"}


@pytest.mark.parametrize("stack", EVERY)
def test_everything_is_made_by_the_provider_of_its_component_s_region(stack: str) -> None:
    recording = recorded(stack)
    regions = {
        each.name: each.inputs["region"] for each in recording.of_type("pulumi:providers:aws")
    }
    away = {"away": "us-west-2"} if stack == "global" else {}
    assert regions == {"home": "us-east-1", **away}
    for each in customs(recording):
        component = each.parent.rpartition("::")[2]
        provider = "away" if component.startswith(STANDBY) else "home"
        assert f"pulumi:providers:aws::{provider}::" in each.provider


@pytest.mark.parametrize("stack", EVERY)
def test_every_resource_is_a_component_s_child_and_named_after_it(stack: str) -> None:
    recording = recorded(stack)
    names = {each.name for each in components(recording)}
    for each in customs(recording):
        component = each.parent.rpartition("::")[2]
        assert component in names
        if not component.endswith("observability"):  # its alarms are named after what they watch
            assert each.name == component or each.name.startswith(f"{component}-")


@pytest.mark.parametrize("stack", EVERY)
def test_components_have_stable_types_and_are_outermost(stack: str) -> None:
    for each in components(recorded(stack)):
        assert each.type.startswith("plimsoll:infra:")
        assert each.parent.endswith("::pulumi:pulumi:Stack::plimsoll-test")


@pytest.mark.parametrize(("stack", "protected"), [("prod", STATEFUL), ("dev", set())])
def test_what_holds_state_is_protected_in_production(stack: str, protected: set[str]) -> None:
    recording = recorded(stack)
    assert {each.type for each in customs(recording) if each.protect} == protected
    for kind in protected:
        assert all(each.protect for each in recording.of_type(kind))


@pytest.mark.parametrize(("stack", "days"), [("prod", 365), ("dev", 30)])
def test_every_log_group_is_encrypted_and_forgets(stack: str, days: int) -> None:
    for group in recorded(stack).of_type("aws:cloudwatch/logGroup:LogGroup"):
        assert group.inputs["retentionInDays"] == days
        assert recorded(stack).follow(group.inputs["kmsKeyId"]).name == "keys-logs"


@pytest.mark.parametrize("stack", EVERY)
def test_policies_are_known_before_anything_is_deployed(stack: str) -> None:
    """A rule reads them at preview: no output of another resource is in any of them."""
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
def test_no_policy_allows_everything_or_everyone(stack: str) -> None:
    for each in customs(recorded(stack)):
        policy = json.loads(each.inputs.get("policy", "{}"))
        for statement in policy.get("Statement", ()):  # a life cycle is a policy as well
            if statement["Effect"] == "Allow":
                assert statement.get("Action") != "*"
                assert statement.get("Principal") != "*"
                assert statement.get("Principal", {}).get("AWS") != "*"


@pytest.mark.parametrize("stack", EVERY)
def test_every_security_group_and_rule_says_what_it_is_for(stack: str) -> None:
    recording = recorded(stack)
    for each in recording.of_type(
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    ):
        assert each.inputs["description"]
        if each.inputs.get("ipProtocol") == "-1":  # only among machines of one job
            ends = (each.inputs["securityGroupId"], each.inputs["referencedSecurityGroupId"])
            assert len({recording.follow(end).name for end in ends}) == 1


NIGHTS = {  # production does not sleep
    "aws:autoscaling/schedule:Schedule",
    "aws:cloudwatch/alarmMuteRule:AlarmMuteRule",
    "aws:scheduler/schedule:Schedule",
}


def test_development_declares_nothing_that_production_does_not_but_its_sleep() -> None:
    kinds = {
        stack: {
            each.type for each in customs(recorded(stack)) if not each.parent.endswith("::nights")
        }
        for stack in STACKS
    }
    assert kinds["dev"] <= kinds["prod"]


def test_the_program_ends_in_one_line_for_an_unknown_setting() -> None:
    with pytest.raises(SettingsError) as caught:
        run(changed("prod", {"serving.min_sise": 3}))
    assert str(caught.value) == "plimsoll:serving.min_sise is no setting; nearest: min_size"
    assert caught.value.__cause__ is None
