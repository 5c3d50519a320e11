"""Rules for Amazon S3: administration of a bucket by other accounts."""

import re
from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import ANYTHING, Finding
from policies.engine.logic import Truth, all_of, any_of, found, is_unknown
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.documents import principals, statements
from policies.engine.selectors.tokens import BUCKET, S3_BUCKET_POLICY

# Of the control S3.6 of Security Hub.
ADMINISTRATION = (
    "s3:DeleteBucketPolicy",
    "s3:PutBucketAcl",
    "s3:PutBucketPolicy",
    "s3:PutEncryptionConfiguration",
    "s3:PutObjectAcl",
)
ACCOUNT = re.compile(r"(?:arn:[\w-]+:(?:iam|sts)::)?(\d{12})(?::.*)?")


@resource_rule(
    types=(S3_BUCKET_POLICY, BUCKET),
    concern="security",
    severity="high",
    title="S3 bucket policy lets another AWS account administer the bucket",
    risk="The other account opens the bucket, or takes it over, by changing its policy or ACLs.",
    fix='name the actions that the account needs: "Action": ["s3:GetObject"]',
    same_intent_as=("s3_bucket_cross_account_access",),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
)
def s3_bucket_policy_no_foreign_administration(holder: Resource) -> Iterator[Finding]:
    own = ACCOUNT.fullmatch(holder.account)
    for statement in statements(holder, "policy"):
        administers = any_of(statement.of_action(each) for each in ADMINISTRATION)
        named = [*principals(statement.content.get("Principal"))]
        accounts = {met[1] for each in named if (met := ACCOUNT.fullmatch(str(each)))}
        foreign = is_foreign(named, accounts, own[1] if own else None)
        broken = all_of([statement.allows, administers, foreign])
        others = ", ".join(sorted(accounts - ({own[1]} if own else set())))
        because = f"{statement.path} lets account {others} administer the bucket"
        yield from found(broken, holder, statement.path, "named actions", because=because)


def is_foreign(named: list[object], accounts: set[str], own: str | None) -> Truth:
    """Return whether a principal is of another account than the bucket.

    Of two accounts one is another. A single one is taken as the bucket's, if that is not known, as
    are identities of the stack.
    """
    if (own is not None and accounts - {own}) or len(accounts) > 1:
        return True
    return any_of(UNKNOWN for each in named if is_unknown(each) or ANYTHING in str(each))


RULES: tuple[Rule, ...] = (s3_bucket_policy_no_foreign_administration,)
