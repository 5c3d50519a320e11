"""Rules for Amazon GuardDuty."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import (
    all_of,
    any_of,
    equal,
    forbid,
    found,
    items,
    not_,
    one_of,
    read,
    require,
)
from policies.engine.rule import Rule, resource_rule

DETECTOR = "aws:guardduty/detector:Detector"

RUNTIME_MONITORING = ("RUNTIME_MONITORING", "EKS_RUNTIME_MONITORING")


@resource_rule(
    types=(DETECTOR,),
    concern="security",
    severity="high",
    title="GuardDuty detector is disabled",
    risk="Threats such as stolen credentials are not detected.",
    fix="enable=True, or remove the argument",
    same_intent_as=("CKV_AWS_238",),
    aws_docs="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_settingup.html",
)
def guardduty_detector_enabled(detector: Resource) -> Iterator[Finding]:
    yield from forbid(detector, "enable", False, expected=True)


@resource_rule(
    types=("aws:guardduty/organizationConfiguration:OrganizationConfiguration",),
    concern="security",
    severity="medium",
    title="GuardDuty is not enabled for new accounts of the organization",
    risk="New accounts are not monitored.",
    fix='auto_enable_organization_members="ALL"',
    same_intent_as=("CKV2_AWS_3",),
    aws_docs="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html",
)
def guardduty_organization_auto_enable(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "autoEnableOrganizationMembers", "ALL", "NEW")


@resource_rule(
    types=(
        "aws:guardduty/detectorFeature:DetectorFeature",
        "aws:guardduty/memberDetectorFeature:MemberDetectorFeature",
    ),
    concern="security",
    severity="high",
    title="GuardDuty protection plan is disabled",
    risk="Attacks on the workloads that the plan covers are not detected.",
    fix='status="ENABLED"',
    same_intent_as=(
        "guardduty_eks_audit_log_enabled",
        "guardduty_lambda_protection_enabled",
        "guardduty_ec2_malware_protection_enabled",
        "guardduty_rds_protection_enabled",
        "guardduty_s3_protection_enabled",
    ),
    aws_docs="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html",
)
def guardduty_feature_enabled(resource: Resource) -> Iterator[Finding]:
    runtime = one_of(read(resource, "name"), RUNTIME_MONITORING)
    off = not_(equal(read(resource, "status"), "ENABLED"))
    yield from found(all_of([off, not_(runtime)]), resource, "status", "ENABLED")


@resource_rule(
    types=(
        "aws:guardduty/detectorFeature:DetectorFeature",
        "aws:guardduty/memberDetectorFeature:MemberDetectorFeature",
    ),
    concern="security",
    severity="medium",
    title="GuardDuty Runtime Monitoring is disabled",
    risk="Malicious processes in instances and containers are not detected.",
    fix=(
        'status="ENABLED", additional_configurations=[{"name": '
        '"ECS_FARGATE_AGENT_MANAGEMENT", "status": "ENABLED"}, {"name": '
        '"EC2_AGENT_MANAGEMENT", "status": "ENABLED"}]'
    ),
    same_intent_as=(
        "guardduty_eks_runtime_monitoring_enabled",
        "guardduty_runtime_monitoring_enabled",
    ),
    aws_docs="https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring.html",
    regulated=True,
)
def guardduty_runtime_monitoring(resource: Resource) -> Iterator[Finding]:
    runtime = one_of(read(resource, "name"), RUNTIME_MONITORING)
    off = not_(equal(read(resource, "status"), "ENABLED"))
    yield from found(all_of([off, runtime]), resource, "status", "ENABLED")


@resource_rule(
    types=("aws:guardduty/detector:Detector",),
    concern="security",
    severity="low",
    title="GuardDuty publishes updated findings every six hours",
    risk="Repeated attacks are reported late.",
    fix='finding_publishing_frequency="FIFTEEN_MINUTES"',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html",
    regulated=True,
)
def guardduty_finding_frequency(resource: Resource) -> Iterator[Finding]:
    yield from forbid(
        resource,
        "findingPublishingFrequency",
        "SIX_HOURS",
        expected="FIFTEEN_MINUTES",
        default="SIX_HOURS",
    )


@resource_rule(
    types=("aws:guardduty/detectorFeature:DetectorFeature",),
    concern="security",
    severity="low",
    title="GuardDuty Runtime Monitoring does not manage its agents",
    risk="New instances and tasks are not monitored until an agent is installed.",
    fix=(
        'additional_configurations=[{"name": "ECS_FARGATE_AGENT_MANAGEMENT", "status": '
        '"ENABLED"}, {"name": "EC2_AGENT_MANAGEMENT", "status": "ENABLED"}]'
    ),
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring.html",
    regulated=True,
)
def guardduty_runtime_agents(resource: Resource) -> Iterator[Finding]:
    monitored = equal(read(resource, "name"), "RUNTIME_MONITORING")
    enabled = equal(read(resource, "status"), "ENABLED")
    agents = [each for _, each in items(resource, "additionalConfigurations")]
    for agent in ("ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"):
        on = any_of(
            all_of([equal(at(each, "name"), agent), equal(at(each, "status"), "ENABLED")])
            for each in agents
        )
        path, broken = "additionalConfigurations", all_of([monitored, enabled, not_(on)])
        yield from found(broken, resource, path, f"{agent} ENABLED")


RULES: tuple[Rule, ...] = (
    guardduty_detector_enabled,
    guardduty_organization_auto_enable,
    guardduty_feature_enabled,
    guardduty_runtime_monitoring,
    guardduty_finding_frequency,
    guardduty_runtime_agents,
)
