"""Profiles: enforcement level of each rule, from the rule's severity."""

from collections.abc import Mapping
from typing import Literal, get_args

from policies.engine.errors import SettingError
from policies.engine.rule import Rule, Severity

Profile = Literal["dev", "prod", "regulated"]
Level = Literal["mandatory", "advisory", "remediate", "disabled"]

PROFILE: Profile = "prod"
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low")
MANDATORY: Mapping[Profile, tuple[Severity, ...]] = {
    "dev": ("critical",),
    "prod": ("critical", "high"),
    "regulated": ("critical", "high", "medium"),
}

# Rules that profile dev leaves out: on the programs of tests/programs and examples, their findings
# name a redundancy, a log, a key or an exposure that a stack for development does without, or
# that AWS's own default covers (S3 blocks public access to new buckets since April 2023).
NOT_FOR_DEVELOPMENT = frozenset(
    {
        "cloudtrail-cloudwatch-logs",
        "cloudtrail-customer-managed-key",
        "cloudwatch-alarm-has-actions",
        "dynamodb-table-autoscaling",
        "ecr-repository-scan-on-push",
        "ecs-service-no-public-ip",
        "eks-cluster-control-plane-logging",
        "eks-cluster-endpoint-private",
        "eks-cluster-secrets-encryption",
        "elasticache-replication-group-authentication",
        "elb-drop-invalid-header-fields",
        "elb-http-listener-redirects-to-https",
        "elb-listener-https",
        "elb-listener-minimum-tls-1-2",
        "firehose-delivery-stream-encryption",
        "msk-connector-logging",
        "opensearch-domain-error-logging",
        "rds-instance-tls-required",
        "redshift-cluster-audit-logging",
        "redshift-enhanced-vpc-routing",
        "redshift-serverless-enhanced-vpc-routing",
        "redshift-serverless-log-exports",
        "s3-bucket-public-access-block",
        "sagemaker-model-network-isolation",
        "sagemaker-notebook-customer-managed-key",
        "sagemaker-notebook-root-access-disabled",
        "security-group-no-public-http",
        "security-group-no-unrestricted-egress",
        "vpc-gateway-endpoints-for-s3-and-dynamodb",
        "vpc-subnet-no-auto-assign-public-ip",
        "waf-web-acl-logging",
    }
)


def level(rule: Rule, profile: Profile) -> Level:
    """Return the enforcement level; a rule is disabled at the profiles that it is not for.

    Profile `dev` also disables rules of severity low unless they save cost.
    """
    if profile == "dev" and (rule.production or is_hygiene(rule) or is_deferred(rule)):
        return "disabled"
    if rule.regulated and profile != "regulated":
        return "disabled"
    return "mandatory" if rule.severity in MANDATORY[profile] else "advisory"


def is_hygiene(rule: Rule) -> bool:
    return rule.severity == "low" and rule.concern != "cost"


def is_deferred(rule: Rule) -> bool:
    return rule.name in NOT_FOR_DEVELOPMENT


def profiles_of(rule: Rule) -> list[Profile]:
    """Return the profiles at which the rule is on."""
    return [each for each in get_args(Profile) if level(rule, each) != "disabled"]


def chosen(option: str | None, setting: str | None, stack: str) -> tuple[str, str]:
    """Return the profile, and its origin as text."""
    if option is not None:
        return option, "from --profile"
    if setting is not None:
        return setting, "from plimsoll:profile"
    name = stack.rpartition("/")[2]
    if name in get_args(Profile):
        return name, "from the stack's name"
    return PROFILE, "the default"


def named(profile: str) -> Profile:
    """Return a profile by its name. Raises SettingError."""
    for each in get_args(Profile):
        if each == profile:
            return each  # type: ignore[no-any-return]
    known = ", ".join(get_args(Profile))
    raise SettingError(f'unknown profile "{profile}"; use one of: {known}')
