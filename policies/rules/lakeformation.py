"""Rules for AWS Lake Formation."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import equal, found, items
from policies.engine.rule import Rule, resource_rule
from policies.rules._shared.input_rules import input_rule, must_not_be

EVERYONE = "IAM_ALLOWED_PRINCIPALS"
UPGRADE = "https://docs.aws.amazon.com/lake-formation/latest/dg/upgrade-glue-lake-formation.html"
RISK = "Lake Formation checks nothing: IAM policies alone decide on databases and tables."


@resource_rule(
    types=("aws:lakeformation/dataLakeSettings:DataLakeSettings",),
    concern="security",
    severity="medium",
    title="AWS Lake Formation grants new databases and tables to all IAM principals",
    risk=RISK,
    fix="no create_database_default_permissions and create_table_default_permissions for "
    f"{EVERYONE}",
    same_intent_as=(),
    aws_docs=UPGRADE,
    production=True,
)
def lakeformation_settings_no_default_grants(settings: Resource) -> Iterator[Finding]:
    for key in ("createDatabaseDefaultPermissions", "createTableDefaultPermissions"):
        for path, grant in items(settings, key):
            everyone = equal(at(grant, "principal"), EVERYONE)
            yield from found(everyone, settings, f"{path}.principal", "a named principal")


RULES: tuple[Rule, ...] = (
    input_rule(
        "lakeformation-permission-named-principal",
        must_not_be("principal", EVERYONE, expected="a named principal"),
        types=("aws:lakeformation/permissions:Permissions",),
        concern="security",
        severity="medium",
        title="AWS Lake Formation grants permissions to all IAM principals",
        risk=RISK,
        fix="principal=role.arn",
        aws_docs=UPGRADE,
        production=True,
    ),
    lakeformation_settings_no_default_grants,
)
