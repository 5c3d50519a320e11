"""Rules for AWS CodeCommit."""

import json
from typing import Any

from costing.model import UNKNOWN
from tests.policies.row import Row, declare, of_inputs


def approvals(*needed: int) -> dict[str, Any]:
    statements = [{"Type": "Approvers", "NumberOfApprovalsNeeded": each} for each in needed]
    return {"content": json.dumps({"Version": "2018-11-08", "Statements": statements})}


ROWS = [
    Row(
        "codecommit-repository-approval-rule",
        None,
        [
            declare("aws:codecommit/repository:Repository", "repository"),
            declare(
                "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation",
                "other",
                {"repositoryName": declare("aws:codecommit/repository:Repository", "repository")},
            ),
        ],
    ),
    Row(
        "codecommit-repository-approval-rule",
        "violation",
        [declare("aws:codecommit/repository:Repository", "repository")],
    ),
    Row(
        "codecommit-repository-approval-rule",
        "unknown",
        [
            declare("aws:codecommit/repository:Repository", "repository"),
            declare(
                "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation",
                "other",
                {"repositoryName": UNKNOWN},
            ),
        ],
    ),
    *of_inputs(
        "codecommit-two-approvals",
        passes=[approvals(2), approvals(3, 2)],
        fails=[approvals(1), approvals(2, 1), approvals()],
        unknown=[{"content": UNKNOWN}],
    ),
]
