"""Rules for AWS Security Hub."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import any_of, equal, found, not_, read
from policies.engine.rule import Rule, resource_rule
from policies.rules._shared.input_rules import input_rule, must_not_be


@resource_rule(
    types=("aws:securityhub/organizationConfiguration:OrganizationConfiguration",),
    concern="security",
    severity="medium",
    title="Security Hub is not enabled for new accounts of the organization",
    risk="New accounts are not evaluated.",
    fix="auto_enable=True",
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/accounts-orgs-auto-enable.html",
)
def securityhub_organization_auto_enable(resource: Resource) -> Iterator[Finding]:
    central = equal(read(resource, "organizationConfiguration.configurationType"), "CENTRAL")
    on = any_of([central, equal(read(resource, "autoEnable"), option=True)])
    yield from found(not_(on), resource, "autoEnable", True)


RULES: tuple[Rule, ...] = (
    input_rule(
        "securityhub-default-standards",
        must_not_be("enableDefaultStandards", False, expected="True, or standards of your own"),
        types=("aws:securityhub/account:Account",),
        concern="security",
        severity="low",
        title="Security Hub is enabled without its default standards",
        risk="No control is evaluated until a standard is subscribed.",
        fix="enable_default_standards=True, or securityhub.StandardsSubscription(...)",
        same_intent_as=("securityhub_enabled",),
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-standards-enable-disable.html",
        regulated=True,
    ),
    securityhub_organization_auto_enable,
)
