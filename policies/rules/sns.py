"""Rules for Amazon SNS."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import all_of, any_of, found, is_partial, is_unknown, not_
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.documents import principals, statements
from policies.engine.selectors.tokens import TOPIC
from policies.rules._shared.input_rules import input_rule, must_be_given, must_not_be


@resource_rule(
    types=("aws:sns/topicPolicy:TopicPolicy",),
    concern="security",
    severity="low",
    title="SNS topic policy admits principals of accounts without a condition",
    risk="A principal outside of the organization can keep access to the topic.",
    fix='"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-..."}}',
    same_intent_as=("CKV_AWS_385",),
    aws_docs="https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
    regulated=True,
)
def sns_topic_no_cross_account_access(resource: Resource) -> Iterator[Finding]:
    for statement in statements(resource, "policy"):
        account = any_of(
            UNKNOWN
            if is_unknown(each) or is_partial(each)
            else str(each).startswith("arn:aws:iam::")
            for each in principals(statement.content.get("Principal"))
        )
        broken = all_of([statement.allows, account, not_(statement.conditional)])
        yield from found(broken, resource, statement.path, "a condition on the organization")


RULES: tuple[Rule, ...] = (
    input_rule(
        "sns-topic-encryption",
        must_be_given("kmsMasterKeyId", "a KMS key"),
        types=(TOPIC,),
        concern="security",
        severity="medium",
        title="SNS topic is not encrypted",
        risk="Stored messages can be read from the underlying storage.",
        fix="kms_master_key_id=key.id",
        same_intent_as=("CKV_AWS_26",),
        aws_docs="https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
        production=True,
    ),
    input_rule(
        "sns-subscription-https",
        must_not_be("protocol", "http", expected="https"),
        types=("aws:sns/topicSubscription:TopicSubscription",),
        concern="security",
        severity="high",
        title="SNS subscription delivers over plain HTTP",
        risk="Messages can be read and changed in transit.",
        fix='protocol="https"',
        same_intent_as=("sns_subscription_not_using_http_endpoints",),
        aws_docs="https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
    ),
    sns_topic_no_cross_account_access,
)
