"""Rules for AWS IAM: managed policies of AWS that grant more than a workload needs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Unpack

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    UnknownInput,
    all_of,
    any_of,
    found,
    given,
    not_,
)
from policies.engine.rule import About, Rule, stack_rule
from policies.engine.selectors.documents import is_shapeless, statements
from policies.engine.selectors.permissions import (
    MANAGED,
    ROLE_ATTACHMENT,
    USER_ATTACHMENT,
    managed_policies,
    of_aws,
)
from policies.engine.selectors.tokens import ROLE
from policies.engine.selectors.web_identity import TRUST
from policies.engine.stack import Stack
from policies.rules.iam.attachments import EXCLUSIVE_ATTACHMENTS

GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
JOB_FUNCTIONS = f"{GUIDE}/access_policies_job-functions.html"
HOLDERS = tuple(kind for kind in MANAGED if not kind.startswith("aws:eks/"))
# Workload's type → input that names its role; None for a user, whose keys are long-lived. Groups
# and permission sets of IAM Identity Center are for people, with sessions of hours.
OF_WORKLOADS: Mapping[str, str | None] = {
    ROLE: "",
    ROLE_ATTACHMENT: "role",
    EXCLUSIVE_ATTACHMENTS: "roleName",
    USER_ATTACHMENT: None,
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": None,
}
WORKLOADS = tuple(OF_WORKLOADS)


def managed_rule(
    name: str,
    ends: Sequence[str],
    expected: str,
    **about: Unpack[About],
) -> Rule:
    """Return the rule that no managed policy of AWS has an ARN with one of these ends."""

    def examine(holder: Resource, stack: Stack) -> Iterator[Finding]:
        for where, arn in managed_policies(holder, stack):
            broken = of_aws(arn, ends)
            if about["types"] == WORKLOADS:
                broken = all_of([broken, of_workload(holder, stack)])
            yield from found(broken, holder, where, expected)

    examine.__name__ = name
    return stack_rule(**about)(examine)


def of_workload(holder: Resource, stack: Stack) -> Truth:
    """Return whether a service or a pipeline has the permissions, without a boundary."""
    path = OF_WORKLOADS[holder.type]
    if path is None:
        return True
    role = stack.follow(holder, path, ROLE) if path else holder
    if not isinstance(role, Resource):
        return UNKNOWN
    try:
        trusted = [each.content.get("Principal") for each in statements(role, TRUST)]
    except UnknownInput:
        return UNKNOWN
    return all_of([any_of(map(is_service, trusted)), not_(given(role, "permissionsBoundary"))])


def is_service(principal: object) -> Truth:
    if is_shapeless(principal):
        return UNKNOWN
    return isinstance(principal, Mapping) and not principal.keys().isdisjoint(
        {"Service", "Federated"}
    )


RULES: tuple[Rule, ...] = (
    managed_rule(
        "iam-no-iam-full-access-policy",
        ["/IAMFullAccess"],
        "a policy with the actions that are needed",
        types=HOLDERS,
        concern="security",
        severity="high",
        title="IAM principal has the managed policy IAMFullAccess",
        risk="The principal can grant itself any permission.",
        fix="policy_arn of a policy that names the actions",
        same_intent_as=("CKV2_AWS_56",),
        aws_docs=JOB_FUNCTIONS,
    ),
    managed_rule(
        "iam-no-power-user-access-policy",
        ["/PowerUserAccess", "/job-function/SystemAdministrator"],
        "a policy with least privilege",
        types=WORKLOADS,
        concern="security",
        severity="high",
        title="IAM role of a workload has the policy PowerUserAccess or SystemAdministrator",
        risk="One stolen credential reads, changes and deletes all data and workloads.",
        fix="attach a policy that allows only the actions that are needed",
        aws_docs=JOB_FUNCTIONS,
    ),
    managed_rule(
        "iam-no-service-full-access-policy",
        ["FullAccess"],
        "a policy with the actions and resources that are needed",
        types=WORKLOADS,
        concern="security",
        severity="low",
        title="IAM role of a workload has a managed policy with full access to a service",
        risk="The principal can read, change and delete every resource of the service.",
        fix="policy_arn of a policy that names the actions and the resources",
        aws_docs=f"{GUIDE}/best-practices.html",
        regulated=True,
    ),
    managed_rule(
        "iam-no-cloudshell-full-access-policy",
        ["/AWSCloudShellFullAccess"],
        "a policy without file download",
        types=HOLDERS,
        concern="security",
        severity="medium",
        title="IAM principal has the managed policy AWSCloudShellFullAccess",
        risk="Data can be taken out of the account through the browser.",
        fix="policy_arn of a policy without cloudshell:GetFileDownloadUrls",
        same_intent_as=("iam_policy_cloudshell_admin_not_attached",),
        aws_docs=JOB_FUNCTIONS,
        subsumes=("iam-no-service-full-access-policy",),
    ),
)
