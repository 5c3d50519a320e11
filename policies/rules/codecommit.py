"""Rules for AWS CodeCommit."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import all_of, at_least, found, json_object, not_
from policies.engine.rule import Rule, resource_rule
from policies.rules._shared.input_rules import attached_rule


@resource_rule(
    types=("aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate",),
    concern="operations",
    severity="low",
    title="CodeCommit approval rule requires fewer than two approvals",
    risk="One person can approve and merge a change alone.",
    fix='"NumberOfApprovalsNeeded": 2',
    same_intent_as=("CKV_AWS_257",),
    aws_docs="https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html",
    settings={"reviewers": "minimum number of approvals of a pull request"},
)
def codecommit_two_approvals(template: Resource, *, reviewers: int = 2) -> Iterator[Finding]:
    statements = json_object(template, "content").get("Statements") or []
    listed = statements if isinstance(statements, list) else [statements]
    needed = [at(each, "NumberOfApprovalsNeeded") for each in listed]
    enough = all_of([bool(needed), *(at_least(each, reviewers) for each in needed)])
    where = "content.Statements"
    because = f"NumberOfApprovalsNeeded is {needed or 'not set'}"
    yield from found(not_(enough), template, where, reviewers, actual=needed, because=because)


RULES: tuple[Rule, ...] = (
    codecommit_two_approvals,
    attached_rule(
        "codecommit-repository-approval-rule",
        "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation",
        "repositoryName",
        "an approval rule",
        types=("aws:codecommit/repository:Repository",),
        concern="operations",
        severity="low",
        title="CodeCommit repository has no approval rule",
        risk="Changes are merged without a review.",
        fix="codecommit.ApprovalRuleTemplateAssociation(repository_name=repository.repository_name,"
        " ...)",
        same_intent_as=("CKV2_AWS_37",),
        aws_docs="https://docs.aws.amazon.com/codecommit/latest/userguide/approval-rule-templates.html",
    ),
)
