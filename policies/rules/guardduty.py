"""Rules for Amazon GuardDuty."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import (
    all_of,
    any_of,
    equal,
    found,
    items,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule
from policies.rules._shared.input_rules import (
    input_is,
    input_is_not,
    input_rule,
    must_be,
    must_not_be,
)

DETECTOR = "aws:guardduty/detector:Detector"

RUNTIME_MONITORING = ("RUNTIME_MONITORING", "EKS_RUNTIME_MONITORING")


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
    input_rule(
        "guardduty-detector-enabled",
        must_not_be("enable", False, expected=True),
        types=(DETECTOR,),
        concern="security",
        severity="high",
        title="GuardDuty detector is disabled",
        risk="Threats such as stolen credentials are not detected.",
        fix="enable=True, or remove the argument",
        same_intent_as=("CKV_AWS_238",),
        aws_docs="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_settingup.html",
    ),
    input_rule(
        "guardduty-organization-auto-enable",
        must_be("autoEnableOrganizationMembers", "ALL", "NEW"),
        types=("aws:guardduty/organizationConfiguration:OrganizationConfiguration",),
        concern="security",
        severity="medium",
        title="GuardDuty is not enabled for new accounts of the organization",
        risk="New accounts are not monitored.",
        fix='auto_enable_organization_members="ALL"',
        same_intent_as=("CKV2_AWS_3",),
        aws_docs="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html",
    ),
    input_rule(
        "guardduty-feature-enabled",
        must_be("status", "ENABLED", when=input_is_not("name", *RUNTIME_MONITORING)),
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
    ),
    input_rule(
        "guardduty-runtime-monitoring",
        must_be("status", "ENABLED", when=input_is("name", *RUNTIME_MONITORING)),
        types=(
            "aws:guardduty/detectorFeature:DetectorFeature",
            "aws:guardduty/memberDetectorFeature:MemberDetectorFeature",
        ),
        concern="security",
        severity="medium",
        title="GuardDuty Runtime Monitoring is disabled",
        risk="Malicious processes in instances and containers are not detected.",
        fix='status="ENABLED", additional_configurations=[{"name": '
        '"ECS_FARGATE_AGENT_MANAGEMENT", "status": "ENABLED"}, {"name": '
        '"EC2_AGENT_MANAGEMENT", "status": "ENABLED"}]',
        same_intent_as=(
            "guardduty_eks_runtime_monitoring_enabled",
            "guardduty_runtime_monitoring_enabled",
        ),
        aws_docs="https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring.html",
        regulated=True,
    ),
    input_rule(
        "guardduty-finding-frequency",
        must_not_be(
            "findingPublishingFrequency",
            "SIX_HOURS",
            expected="FIFTEEN_MINUTES",
            default="SIX_HOURS",
        ),
        types=("aws:guardduty/detector:Detector",),
        concern="security",
        severity="low",
        title="GuardDuty publishes updated findings every six hours",
        risk="Repeated attacks are reported late.",
        fix='finding_publishing_frequency="FIFTEEN_MINUTES"',
        aws_docs="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html",
        regulated=True,
    ),
    guardduty_runtime_agents,
)
