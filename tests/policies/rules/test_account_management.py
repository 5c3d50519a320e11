"""Rules for an AWS account that the stack manages."""

from collections.abc import Sequence

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.permissions import ROLE_ATTACHMENT
from policies.engine.selectors.tokens import DATABASE, TRAIL
from policies.rules.account import ANALYZER, CONTACT, SUBSCRIPTION
from tests.policies.row import Row, declare, one

OWNS = {"owns_account": True}
OBJECTS = {"dataResources": [{"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}]}
ADVANCED = {
    "fieldSelectors": [
        {"field": "eventCategory", "equals": ["Data"]},
        {"field": "resources.type", "equals": ["AWS::S3::Object"]},
    ]
}
READ_ONLY = {
    "fieldSelectors": [*ADVANCED["fieldSelectors"], {"field": "readOnly", "equals": ["true"]}]
}
TOPIC = {"snsTopic": "arn:aws:sns:us-east-1:123456789012:alarms"}


def subscriptions(*sources: object) -> list[Resource]:
    return [
        declare(DATABASE, "orders", {}),
        *(
            declare(SUBSCRIPTION, f"events-{index}", {"sourceType": source, **TOPIC})
            for index, source in enumerate(sources)
        ),
    ]


def trail(**inputs: object) -> Sequence[Resource]:
    return one(TRAIL, **inputs)


SUPPORT = "arn:aws:iam::aws:policy/AWSSupportAccess"
ROWS = [
    *(
        Row(rule, status, stack, OWNS)
        for rule, status, stack in (
            (
                "account-security-contact",
                None,
                one(CONTACT, alternativeContactType="SECURITY"),
            ),
            (
                "account-security-contact",
                "violation",
                one(CONTACT, alternativeContactType="BILLING"),
            ),
            (
                "account-security-contact",
                "unknown",
                one(CONTACT, alternativeContactType=UNKNOWN),
            ),
            ("account-support-role", None, one(ROLE_ATTACHMENT, role="r", policyArn=SUPPORT)),
            (
                "account-support-role",
                "violation",
                one(ROLE_ATTACHMENT, role="r", policyArn="arn:aws:iam::aws:policy/ReadOnlyAccess"),
            ),
            ("account-support-role", "unknown", one(ROLE_ATTACHMENT, role="r", policyArn=UNKNOWN)),
            ("account-access-analyzer", None, one(ANALYZER)),
            (
                "account-access-analyzer",
                "violation",
                one(ANALYZER, type="ACCOUNT_UNUSED_ACCESS"),
            ),
            ("account-access-analyzer", "unknown", one(ANALYZER, type=UNKNOWN)),
            ("account-rds-group-events", None, one(TRAIL)),
            ("account-rds-group-events", None, subscriptions(None)),
            (
                "account-rds-group-events",
                None,
                subscriptions("db-parameter-group", "db-security-group"),
            ),
            ("account-rds-group-events", "violation", subscriptions("db-parameter-group")),
            ("account-rds-group-events", "violation", subscriptions()),
            ("cloudtrail-s3-object-events", None, trail(eventSelectors=[OBJECTS])),
            ("cloudtrail-s3-object-events", None, trail(advancedEventSelectors=[ADVANCED])),
            ("cloudtrail-s3-object-events", "violation", trail()),
            (
                "cloudtrail-s3-object-events",
                "violation",
                trail(eventSelectors=[{**OBJECTS, "readWriteType": "WriteOnly"}]),
            ),
            (
                "cloudtrail-s3-object-events",
                "violation",
                trail(advancedEventSelectors=[READ_ONLY]),
            ),
            ("cloudtrail-s3-object-events", "unknown", trail(eventSelectors=UNKNOWN)),
        )
    ),
    Row("account-rds-group-events", "unknown", subscriptions(UNKNOWN), OWNS),
    Row("account-security-contact", None, one(DATABASE)),  # the account is managed elsewhere
    Row("account-security-contact", "violation", one(TRAIL)),
]
