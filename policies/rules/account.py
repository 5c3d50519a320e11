"""Rules for an AWS account, where the stack manages it: contacts, support and detection.

Each finding is one line of the stack. A resource of another stack is not visible.
"""

from collections.abc import Callable, Iterator
from typing import Any, Unpack

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    blocks,
    equal,
    found,
    is_unknown,
    not_,
    one_of,
    read,
)
from policies.engine.rule import About, Rule, whole_stack_rule
from policies.engine.selectors.account_ownership import OWNS_ACCOUNT, manages_account
from policies.engine.selectors.permissions import MANAGED, managed_policies, of_aws
from policies.engine.selectors.tokens import DATABASE, DATABASE_CLUSTER, ROLE, TRAIL
from policies.engine.stack import Stack

CONTACT = "aws:account/alternativeContact:AlternativeContact"
ANALYZER = "aws:accessanalyzer/analyzer:Analyzer"
SUBSCRIPTION = "aws:rds/eventSubscription:EventSubscription"
OBJECTS = "AWS::S3::Object"
WRITES = ("WriteOnly", "All")
READS = ("ReadOnly", "All")


def account_rule(
    name: str, exists: Callable[[Stack], Truth], expected: str, **about: Unpack[About]
) -> Rule:
    """Return the rule that a stack that manages its account has something, `expected`."""

    def examine(stack: Stack, *, owns_account: bool = False) -> Iterator[Finding]:
        if not (owns_account or manages_account(stack)):
            return
        because = f"the stack does not have {expected}"
        yield from found(not_(exists(stack)), stack.whole, "", expected, because=because)

    examine.__name__ = name
    return whole_stack_rule(**about)(examine)


def has_security_contact(stack: Stack) -> Truth:
    contacts = stack.of_type(CONTACT)
    return any_of(equal(read(each, "alternativeContactType"), "SECURITY") for each in contacts)


def has_support_role(stack: Stack) -> Truth:
    return any_of(
        of_aws(arn, ["/AWSSupportAccess"])
        for holder in stack.of_type(*MANAGED)
        for _, arn in managed_policies(holder, stack)
    )


def has_access_analyzer(stack: Stack) -> Truth:
    return any_of(
        one_of(read(each, "type", "ACCOUNT"), ("ACCOUNT", "ORGANIZATION"))
        for each in stack.of_type(ANALYZER)
    )


def announces_changes(stack: Stack) -> Truth:
    """Return whether changes of parameter and security groups of databases are announced."""
    if not stack.of_type(DATABASE, DATABASE_CLUSTER):
        return True
    sources = [read(each, "sourceType") for each in stack.of_type(SUBSCRIPTION)]
    return all_of(
        any_of(True if source is None else equal(source, kind) for source in sources)
        for kind in ("db-parameter-group", "db-security-group")
    )


def records_objects(stack: Stack) -> Truth:
    """Return whether trails record reading and writing of S3 objects; True without a trail."""
    trails = stack.of_type(TRAIL)
    if not trails:
        return True
    return all_of(any_of(records(trail, modes) for trail in trails) for modes in (WRITES, READS))


def records(trail: Resource, modes: tuple[str, ...]) -> Truth:
    basic = (
        all_of(
            [
                one_of(of_block(each, "readWriteType", "All"), modes),
                any_of(equal(at(data, "type"), OBJECTS) for data in listed(each, "dataResources")),
            ]
        )
        for each in blocks(trail, "eventSelectors")
    )
    other_mode = str(modes == WRITES).lower()  # readOnly "true" leaves out writing
    advanced = (
        all_of(
            [
                selects(each, "resources.type", OBJECTS),
                not_(selects(each, "readOnly", other_mode)),
            ]
        )
        for each in blocks(trail, "advancedEventSelectors")
    )
    return any_of([*basic, *advanced])


def selects(selector: Any, field: str, value: str) -> Truth:  # noqa: ANN401 (JSON)
    return any_of(
        all_of([equal(at(each, "field"), field), equal(given, value)])
        for each in listed(selector, "fieldSelectors")
        for given in listed(each, "equals")
    )


def listed(block: Any, key: str) -> list[Any]:  # noqa: ANN401 (JSON)
    value = at(block, key)
    return [value] if is_unknown(value) else value if isinstance(value, list) else []


def of_block(block: Any, key: str, default: str) -> Any:  # noqa: ANN401 (JSON)
    value = at(block, key)
    return default if value is None else value


RULES: tuple[Rule, ...] = (
    account_rule(
        "account-security-contact",
        has_security_contact,
        "a security contact",
        types=(CONTACT,),
        concern="operations",
        severity="low",
        title="AWS account has no security contact",
        risk="AWS's notices of abuse and of exposed keys reach only the root user's mailbox.",
        fix='add account.AlternativeContact(alternative_contact_type="SECURITY", ...)',
        same_intent_as=("account_security_contact_information_is_registered",),
        aws_docs="https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html",
        regulated=True,
        settings=OWNS_ACCOUNT,
    ),
    account_rule(
        "account-support-role",
        has_support_role,
        "a role with AWSSupportAccess",
        types=(ROLE,),
        concern="operations",
        severity="low",
        title="AWS account has no role for AWS Support cases",
        risk="During an incident a case is opened with an administrator's credentials.",
        fix="add iam.RolePolicyAttachment(role=support.name, "
        'policy_arn="arn:aws:iam::aws:policy/AWSSupportAccess")',
        same_intent_as=("iam_support_role_created",),
        aws_docs="https://docs.aws.amazon.com/awssupport/latest/user/accessing-support.html",
        regulated=True,
        settings=OWNS_ACCOUNT,
    ),
    account_rule(
        "account-access-analyzer",
        has_access_analyzer,
        "an analyzer for external access",
        types=(ANALYZER,),
        concern="security",
        severity="low",
        title="IAM Access Analyzer is not enabled for the account",
        risk="A policy that admits another account remains unnoticed.",
        fix='add accessanalyzer.Analyzer(analyzer_name="account", type="ACCOUNT")',
        same_intent_as=("accessanalyzer_enabled",),
        aws_docs="https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html",
        regulated=True,
        settings=OWNS_ACCOUNT,
    ),
    account_rule(
        "account-rds-group-events",
        announces_changes,
        "event subscriptions for parameter groups and security groups",
        types=(SUBSCRIPTION,),
        concern="operations",
        severity="low",
        title="RDS changes of parameter groups and security groups cause no notification",
        risk="A change that weakens all databases of the account is noticed late.",
        fix='add rds.EventSubscription(source_type="db-parameter-group", sns_topic=topic.arn), '
        'and one with source_type="db-security-group"',
        aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html",
        regulated=True,
        settings=OWNS_ACCOUNT,
    ),
    account_rule(
        "cloudtrail-s3-object-events",
        records_objects,
        "a trail that records reading and writing of S3 objects",
        types=(TRAIL,),
        concern="security",
        severity="low",
        title="CloudTrail does not record reading and writing of S3 objects",
        risk="After a leak, no record shows which objects were read.",
        fix='a trail with event_selectors=[{"read_write_type": "All", "data_resources": '
        '[{"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}]}]',
        same_intent_as=(
            "cloudtrail_s3_dataevents_read_enabled",
            "cloudtrail_s3_dataevents_write_enabled",
        ),
        aws_docs="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html",
        regulated=True,
        settings=OWNS_ACCOUNT,
    ),
)
