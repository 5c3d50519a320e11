"""Rules for AWS Service Catalog."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_not_be

RULES: tuple[Rule, ...] = (
    input_rule(
        "servicecatalog-portfolio-shared-in-organization",
        must_not_be(
            "type",
            "ACCOUNT",
            expected="ORGANIZATION, ORGANIZATIONAL_UNIT or ORGANIZATION_MEMBER_ACCOUNT",
        ),
        types=("aws:servicecatalog/portfolioShare:PortfolioShare",),
        concern="security",
        severity="high",
        title="AWS Service Catalog portfolio is shared outside of the organization",
        risk="Accounts that leave the organization keep the products.",
        fix='type="ORGANIZATION"',
        same_intent_as=("servicecatalog_portfolio_shared_within_organization_only",),
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/servicecatalog-controls.html",
    ),
)
