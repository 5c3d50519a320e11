"""Rules for AWS IAM: services and users."""

import json

from costing.model import UNKNOWN
from policies.engine.selectors.tokens import ROLE
from tests.policies.row import Row, declare, of_input, of_inputs, one

USER = declare("aws:iam/user:User", "user")


def allow(action: str, resource: str = "*", **more: object) -> dict[str, str]:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    return {"policy": json.dumps({"Statement": [statement]})}


ROLES = "arn:aws:iam::111122223333:role"
PASSED = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}

BOUNDARY = declare("aws:iam/policy:Policy", "boundary", allow("iam:PassRole"))

ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
OWN = declare("aws:iam/policy:Policy", "own", {"policy": "{}"})


def trusting(**principal: str) -> dict[str, str]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return {"assumeRolePolicy": json.dumps({"Statement": [statement]})}


TRUSTING = trusting(Service="lambda.amazonaws.com")
APP = declare(ROLE, "app", TRUSTING)
POWER = {"managedPolicyArns": ["arn:aws:iam::aws:policy/PowerUserAccess"]}

ROWS = [
    *of_inputs(
        "iam-no-power-user-access-policy",
        ROLE,
        passes=[
            {**trusting(AWS="arn:aws:iam::123456789012:root"), **POWER},
            {**TRUSTING, **POWER, "permissionsBoundary": "arn:aws:iam::123456789012:policy/edge"},
        ],
        fails=[{**trusting(Federated="arn:aws:iam::123456789012:oidc-provider/x"), **POWER}],
        unknown=[{**POWER, "assumeRolePolicy": UNKNOWN}],
    ),
    Row(
        "iam-policy-no-unrestricted-pass-role",
        None,
        [BOUNDARY, declare("aws:iam/role:Role", "app", {"permissionsBoundary": BOUNDARY})],
    ),
    *of_inputs(
        "iam-policy-no-unrestricted-pass-role",
        "aws:iam/policy:Policy",
        passes=[
            allow("iam:PassRole", f"{ROLES}/app"),
            allow("iam:PassRole", Condition=PASSED),
            allow("iam:GetRole"),
        ],
        fails=[allow("iam:PassRole"), allow("iam:Pass*", f"{ROLES}/*")],
        unknown=[{"policy": UNKNOWN}],
    ),
    *of_inputs(
        "iam-policy-no-decryption-with-every-key",
        "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
        fails=[{"inlinePolicy": allow("kms:Decrypt")["policy"]}],
    ),
    *of_inputs(
        "iam-policy-no-decryption-with-every-key",
        "aws:iam/policy:Policy",
        passes=[
            {
                "policy": json.dumps(
                    {"Statement": [{"Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*"}]}
                )
            }
        ],
        fails=[
            {
                "policy": json.dumps(
                    {"Statement": [{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}]}
                )
            }
        ],
        unknown=[{"policy": UNKNOWN}],
    ),
    *of_inputs(
        "iam-policy-no-full-cloudtrail-access",
        "aws:iam/policy:Policy",
        passes=[
            {
                "policy": json.dumps(
                    {
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Action": "cloudtrail:LookupEvents",
                                "Resource": "*",
                            }
                        ]
                    }
                )
            }
        ],
        fails=[
            {
                "policy": json.dumps(
                    {"Statement": [{"Effect": "Allow", "Action": "cloudtrail:*", "Resource": "*"}]}
                )
            }
        ],
        unknown=[{"policy": UNKNOWN}],
    ),
    *of_input(
        "iam-no-iam-full-access-policy",
        "policyArn",
        passes=["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        fails=["arn:aws:iam::aws:policy/IAMFullAccess"],
        kind="aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    ),
    *of_input(
        "iam-no-cloudshell-full-access-policy",
        "policyArn",
        passes=["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        fails=["arn:aws:iam::aws:policy/AWSCloudShellFullAccess"],
        kind="aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    ),
    *(
        row
        for rule, name in (
            ("iam-no-iam-full-access-policy", "IAMFullAccess"),
            ("iam-no-power-user-access-policy", "PowerUserAccess"),
            ("iam-no-power-user-access-policy", "job-function/SystemAdministrator"),
            ("iam-no-service-full-access-policy", "AmazonS3FullAccess"),
        )
        for row in (
            *(
                Row(rule, status, [APP, declare(ATTACHMENT, "it", {"role": APP, "policyArn": arn})])
                for status, arn in (
                    (None, "arn:aws:iam::aws:policy/ReadOnlyAccess"),
                    (None, f"arn:aws:iam::123456789012:policy/{name}"),
                    ("violation", f"arn:aws:iam::aws:policy/{name}"),
                    ("violation", f"arn:aws-cn:iam::aws:policy/{name}"),
                    ("unknown", UNKNOWN),
                )
            ),
            Row(
                rule,
                "violation",
                one(ROLE, **TRUSTING, managedPolicyArns=[f"arn:aws:iam::aws:policy/{name}"]),
            ),
            Row(rule, None, [OWN, declare(ATTACHMENT, "own", {"policyArn": OWN})]),
        )
    ),
    *of_input("iam-group-membership-has-users", "users", passes=[["alice"]], fails=[None]),
    Row("iam-user-no-console-access", None, [USER]),
    Row(
        "iam-user-no-console-access",
        "violation",
        [USER, declare("aws:iam/userLoginProfile:UserLoginProfile", "login", {"user": USER})],
    ),
    Row(
        "iam-user-no-console-access",
        "unknown",
        [USER, declare("aws:iam/userLoginProfile:UserLoginProfile", "login", {"user": UNKNOWN})],
    ),
    Row("iam-user-in-group", "violation", [USER]),
    Row(
        "iam-user-in-group",
        None,
        [
            USER,
            declare(
                "aws:iam/userGroupMembership:UserGroupMembership",
                "in",
                {"user": USER, "groups": ["a"]},
            ),
        ],
    ),
    Row(
        "iam-user-in-group",
        "unknown",
        [
            USER,
            declare(
                "aws:iam/userGroupMembership:UserGroupMembership",
                "in",
                {"user": UNKNOWN, "groups": ["a"]},
            ),
        ],
    ),
    *of_input("iam-access-key-inactive", "status", passes=["Inactive"], fails=["Active", None]),
]
