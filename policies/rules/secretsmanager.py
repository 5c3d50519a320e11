"""Rules for AWS Secrets Manager."""

import re
from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    any_of,
    at_most,
    equal,
    found,
    is_set,
    is_unknown,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.tokens import SECRET
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_be, must_not_be

GUIDE = "https://docs.aws.amazon.com/secretsmanager/latest/userguide"
ROTATION = "aws:secretsmanager/secretRotation:SecretRotation"
DAYS = {"hour": 1 / 24, "day": 1}
MONTH = 31  # days, the longest
YEAR = 12  # months


@stack_rule(
    types=(SECRET,),
    concern="security",
    severity="medium",
    title="Secrets Manager secret has no rotation",
    risk="A leaked secret stays valid.",
    fix="secretsmanager.SecretRotation(secret_id=secret.id, ...)",
    same_intent_as=("CKV2_AWS_57",),
    aws_docs=f"{GUIDE}/rotating-secrets.html",
)
def secretsmanager_secret_rotation(secret: Resource, stack: Stack) -> Iterator[Finding]:
    rotations = stack.attached(secret, "secretId", ROTATION)
    rotates = any_of(
        not_(equal(read(each, "rotationEnabled"), option=False)) for each in rotations.found
    )
    if rotates is False and rotations.unknown:
        rotates = UNKNOWN
    because = f"no SecretRotation exists for {secret.name}"
    yield from found(not_(rotates), secret, "", "a SecretRotation", because=because)


@resource_rule(
    types=(ROTATION,),
    concern="security",
    severity="medium",
    title="Secrets Manager secret is rotated less often than every 90 days",
    risk="A leaked secret stays valid for months.",
    fix='rotation_rules={"automatically_after_days": 30}',
    same_intent_as=("CKV_AWS_304",),
    aws_docs=f"{GUIDE}/rotate-secrets_schedule.html",
    settings={"days": "maximum time between rotations, in days"},
)
def secretsmanager_secret_rotation_interval(
    rotation: Resource, *, days: int = 90
) -> Iterator[Finding]:
    path = "rotationRules.automaticallyAfterDays"
    if is_set(rotation, path):
        often = at_most(read(rotation, path), days)
    else:
        path = "rotationRules.scheduleExpression"
        often = often_enough(read(rotation, path), days)
    off = equal(read(rotation, "rotationEnabled"), option=False)  # rotation is managed by AWS
    yield from found(not_(any_of([often, off])), rotation, path, f"at most {days} days")


def often_enough(schedule: object, days: int) -> Truth:
    """Return whether a rate or cron expression fires at least once in a number of days."""
    if is_unknown(schedule):
        return UNKNOWN
    if rate := re.fullmatch(r"rate\((\d+) (hour|day)s?\)", str(schedule)):
        return int(rate[1]) * DAYS[rate[2]] <= days
    if cron := re.fullmatch(r"cron\(\S+ \S+ \S+ (\S+) \S+ (\S+)\)", str(schedule)):
        return cron[2] == "*" and longest_wait(cron[1]) * MONTH <= days
    return False


def longest_wait(months: str) -> int:
    """Return the most months between two of those that a cron expression's field lists."""
    if months == "*":
        return 1
    if step := re.fullmatch(r"(?:\*|\d+)/(\d+)", months):
        return int(step[1])
    if not re.fullmatch(r"\d+(,\d+)*", months):
        return YEAR
    named = sorted(map(int, months.split(",")))
    return max(b - a for a, b in zip(named, [*named[1:], named[0] + YEAR], strict=True))


RULES: tuple[Rule, ...] = (
    secretsmanager_secret_rotation,
    secretsmanager_secret_rotation_interval,
    input_rule(
        "secretsmanager-recovery-window",
        must_not_be("recoveryWindowInDays", 0, expected="7 to 30 days"),
        types=("aws:secretsmanager/secret:Secret",),
        concern="availability",
        severity="medium",
        title="Secrets Manager secret is deleted at once",
        risk="A secret that was deleted by mistake cannot be restored.",
        fix="recovery_window_in_days=30",
        aws_docs="https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
        production=True,
    ),
    input_rule(
        "secretsmanager-policy-blocks-public",
        must_be("blockPublicPolicy", True),
        types=("aws:secretsmanager/secretPolicy:SecretPolicy",),
        concern="security",
        severity="low",
        title="Secrets Manager accepts a public resource policy of the secret",
        risk="A wrong policy opens the secret to every account.",
        fix="block_public_policy=True",
        same_intent_as=("secretsmanager_has_restrictive_resource_policy",),
        aws_docs="https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html",
        production=True,
    ),
)
