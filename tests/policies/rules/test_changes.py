"""Rules for audit trails and change notifications."""

import json
from typing import Any

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs


def approvals(*needed: int) -> dict[str, Any]:
    statements = [{"Type": "Approvers", "NumberOfApprovalsNeeded": each} for each in needed]
    return {"content": json.dumps({"Version": "2018-11-08", "Statements": statements})}


ROWS = [
    *of_input(
        "cloudformation-stack-notifications",
        "notificationArns",
        passes=[["arn:aws:sns:t"]],
        fails=[None, []],
    ),
    *of_inputs(
        "codecommit-two-approvals",
        passes=[approvals(2), approvals(3, 2)],
        fails=[approvals(1), approvals(2, 1), approvals()],
        unknown=[{"content": UNKNOWN}],
    ),
]
