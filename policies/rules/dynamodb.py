"""Rules for Amazon DynamoDB."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import any_of, equal, found, not_, read
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.backups import backed_up
from policies.engine.selectors.scaling import scaled
from policies.engine.selectors.tokens import TABLE
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_be, must_be_own_key

GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide"


@stack_rule(
    types=(TABLE,),
    concern="availability",
    severity="medium",
    title="DynamoDB table has fixed provisioned capacity",
    risk="Requests above the fixed capacity are throttled.",
    fix=('billing_mode="PAY_PER_REQUEST", or an appautoscaling.Target and Policy for the table'),
    same_intent_as=("CKV2_AWS_16",),
    aws_docs=f"{GUIDE}/AutoScaling.html",
)
def dynamodb_table_autoscaling(table: Resource, stack: Stack) -> Iterator[Finding]:
    grows = any_of(
        [
            equal(read(table, "billingMode", "PROVISIONED"), "PAY_PER_REQUEST"),
            scaled(stack, table, "dynamodb", "table/"),
        ]
    )
    because = f"no appautoscaling.Target scales {table.name}"
    yield from found(not_(grows), table, "billingMode", "PAY_PER_REQUEST", because=because)


@stack_rule(
    types=(TABLE,),
    concern="availability",
    severity="low",
    title="DynamoDB table is in no AWS Backup plan",
    risk="Point-in-time recovery ends after 35 days, and with the deletion of the table.",
    fix="add backup.Selection(resources=[table.arn]), or a tag that a backup selection matches",
    same_intent_as=("dynamodb_table_protected_by_backup_plan",),
    aws_docs=f"{GUIDE}/backuprestore_HowItWorksAWS.html",
    regulated=True,
)
def dynamodb_table_backup_plan(table: Resource, stack: Stack) -> Iterator[Finding]:
    because = f"no AWS Backup selection contains {table.name}"
    broken = not_(backed_up(stack, table))
    yield from found(broken, table, "", "a backup.Selection that contains it", because=because)


RULES: tuple[Rule, ...] = (
    dynamodb_table_backup_plan,
    input_rule(
        "dynamodb-table-point-in-time-recovery",
        must_be("pointInTimeRecovery.enabled", True),
        types=(TABLE,),
        concern="availability",
        severity="medium",
        title="DynamoDB table has no point-in-time recovery",
        risk="Data that is overwritten or deleted by mistake cannot be restored.",
        fix='point_in_time_recovery={"enabled": True}',
        same_intent_as=("CKV_AWS_28",),
        aws_docs=f"{GUIDE}/Point-in-time-recovery.html",
        production=True,
    ),
    dynamodb_table_autoscaling,
    input_rule(
        "dynamodb-table-deletion-protection",
        must_be("deletionProtectionEnabled", True),
        types=("aws:dynamodb/table:Table",),
        concern="availability",
        severity="low",
        title="DynamoDB table has no deletion protection",
        risk="One API call or changed program deletes the table.",
        fix="deletion_protection_enabled=True",
        same_intent_as=("dynamodb_table_deletion_protection_enabled",),
        aws_docs="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html",
        production=True,
    ),
    input_rule(
        "dynamodb-table-replica-customer-managed-key",
        must_be_own_key("kmsKeyArn"),
        types=("aws:dynamodb/tableReplica:TableReplica",),
        concern="security",
        severity="low",
        title="DynamoDB table replica is not encrypted with a customer managed key",
        risk="Access to the data cannot be restricted through a key policy.",
        fix="kms_key_arn=key.arn",
        same_intent_as=("CKV_AWS_271",),
        aws_docs="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html",
    ),
    input_rule(
        "dynamodb-replica-point-in-time-recovery",
        must_be("pointInTimeRecovery", True),
        types=("aws:dynamodb/tableReplica:TableReplica",),
        concern="availability",
        severity="medium",
        title="DynamoDB table replica has no point-in-time recovery",
        risk="An erroneous write in that region cannot be undone there.",
        fix="point_in_time_recovery=True",
        same_intent_as=("CKV_AWS_165",),
        aws_docs="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery.html",
        production=True,
    ),
)
