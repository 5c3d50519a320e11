"""Rules for AWS IAM: managed policies of AWS that grant more than a workload needs."""

from collections.abc import Iterator, Sequence
from typing import Unpack

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import Truth, found, is_unknown
from policies.engine.rule import About, Rule, stack_rule
from policies.engine.stack import Stack
from policies.rules.iam.attachments import MANAGED, managed_policies

GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
JOB_FUNCTIONS = f"{GUIDE}/access_policies_job-functions.html"
HOLDERS = tuple(kind for kind in MANAGED if not kind.startswith("aws:eks/"))


def managed_rule(name: str, ends: Sequence[str], expected: str, **about: Unpack[About]) -> Rule:
    """Return the rule that no managed policy of AWS has an ARN with one of these ends."""

    def examine(holder: Resource, stack: Stack) -> Iterator[Finding]:
        for where, arn in managed_policies(holder, stack):
            yield from found(of_aws(arn, ends), holder, where, expected)

    examine.__name__ = name
    return stack_rule(**about)(examine)


def of_aws(arn: object, ends: Sequence[str]) -> Truth:
    """Return whether an ARN is of a policy of AWS with one of these ends."""
    if is_unknown(arn):
        return UNKNOWN
    return ":iam::aws:policy/" in str(arn) and str(arn).endswith(tuple(ends))


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
        types=HOLDERS,
        concern="security",
        severity="high",
        title="IAM principal has the managed policy PowerUserAccess or SystemAdministrator",
        risk="One stolen credential reads, changes and deletes all data and workloads.",
        fix="attach a policy that allows only the actions that are needed",
        aws_docs=JOB_FUNCTIONS,
    ),
    managed_rule(
        "iam-no-service-full-access-policy",
        ["FullAccess"],
        "a policy with the actions and resources that are needed",
        types=HOLDERS,
        concern="security",
        severity="low",
        title="IAM principal has a managed policy with full access to a service",
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
