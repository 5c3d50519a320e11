"""Rules for AWS Security Hub."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import any_of, equal, forbid, found, not_, read
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:securityhub/account:Account",),
    concern="security",
    severity="low",
    title="Security Hub is enabled without its default standards",
    risk="No control is evaluated until a standard is subscribed.",
    fix="enable_default_standards=True, or securityhub.StandardsSubscription(...)",
    same_intent_as=("securityhub_enabled",),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-standards-enable-disable.html",
    regulated=True,
)
def securityhub_default_standards(resource: Resource) -> Iterator[Finding]:
    yield from forbid(
        resource, "enableDefaultStandards", False, expected="True, or standards of your own"
    )


@resource_rule(
    types=("aws:securityhub/organizationConfiguration:OrganizationConfiguration",),
    concern="security",
    severity="medium",
    title="Security Hub is not enabled for new accounts of the organization",
    risk="New accounts are not evaluated.",
    fix="auto_enable=True",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/accounts-orgs-auto-enable.html",
)
def securityhub_organization_auto_enable(resource: Resource) -> Iterator[Finding]:
    central = equal(read(resource, "organizationConfiguration.configurationType"), "CENTRAL")
    on = any_of([central, equal(read(resource, "autoEnable"), option=True)])
    yield from found(not_(on), resource, "autoEnable", True)


RULES: tuple[Rule, ...] = (
    securityhub_default_standards,
    securityhub_organization_auto_enable,
)
