"""Rules for AWS Service Catalog."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import forbid
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:servicecatalog/portfolioShare:PortfolioShare",),
    concern="security",
    severity="high",
    title="AWS Service Catalog portfolio is shared outside of the organization",
    risk="Accounts that leave the organization keep the products.",
    fix='type="ORGANIZATION"',
    same_intent_as=("servicecatalog_portfolio_shared_within_organization_only",),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/servicecatalog-controls.html",
)
def servicecatalog_portfolio_shared_in_organization(resource: Resource) -> Iterator[Finding]:
    yield from forbid(
        resource,
        "type",
        "ACCOUNT",
        expected="ORGANIZATION, ORGANIZATIONAL_UNIT or ORGANIZATION_MEMBER_ACCOUNT",
    )


RULES: tuple[Rule, ...] = (servicecatalog_portfolio_shared_in_organization,)
