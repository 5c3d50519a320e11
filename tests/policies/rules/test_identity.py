"""Rules for identities and their permissions."""

import json

from costing.model import UNKNOWN
from tests.policies.row import Row, declare, of_input, of_inputs

USER = declare("aws:iam/user:User", "user")

ROWS = [
    *of_inputs(
        "cognito-user-pool-password-complexity",
        passes=[
            {},
            {
                "passwordPolicy": {
                    "requireLowercase": True,
                    "requireUppercase": True,
                    "requireNumbers": True,
                    "requireSymbols": True,
                }
            },
        ],
        fails=[{"passwordPolicy": {"minimumLength": 14}}],
        unknown=[{"passwordPolicy": UNKNOWN}],
    ),
    *of_input(
        "cognito-user-pool-threat-protection",
        "userPoolAddOns.advancedSecurityMode",
        passes=["ENFORCED"],
        fails=["AUDIT", "OFF", None],
    ),
    *of_input(
        "cognito-user-pool-no-self-registration",
        "adminCreateUserConfig.allowAdminCreateUserOnly",
        passes=[True],
        fails=[False, None],
    ),
    *of_input(
        "cognito-user-pool-temporary-password-validity",
        "passwordPolicy.temporaryPasswordValidityDays",
        passes=[7, None],
        fails=[8],
    ),
    *of_input(
        "cognito-client-hides-user-existence",
        "preventUserExistenceErrors",
        passes=[None, "ENABLED"],
        fails=["LEGACY"],
    ),
    *of_input(
        "cognito-client-token-revocation",
        "enableTokenRevocation",
        passes=[None, True],
        fails=[False],
    ),
    *of_input(
        "cognito-client-no-implicit-grant",
        "allowedOauthFlows",
        passes=[None, ["code"]],
        fails=[["implicit"]],
    ),
    *of_input("secretsmanager-recovery-window", "recoveryWindowInDays", passes=[None], fails=[0]),
    *of_input(
        "secretsmanager-policy-blocks-public",
        "blockPublicPolicy",
        passes=[True],
        fails=[False, None],
    ),
    *of_input("kms-key-not-multi-region", "multiRegion", passes=[None, False], fails=[True]),
    *of_input(
        "kms-key-policy-lockout-check",
        "bypassPolicyLockoutSafetyCheck",
        passes=[None, False],
        fails=[True],
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
    *of_input(
        "directoryservice-radius-protocol",
        "authenticationProtocol",
        passes=["MS-CHAPv2"],
        fails=["PAP", "CHAP", "MS-CHAPv1", None],
    ),
    Row(
        "directoryservice-log-forwarding",
        None,
        [
            declare("aws:directoryservice/directory:Directory", "directory"),
            declare(
                "aws:directoryservice/logSubscription:LogSubscription",
                "other",
                {"directoryId": declare("aws:directoryservice/directory:Directory", "directory")},
            ),
        ],
    ),
    Row(
        "directoryservice-log-forwarding",
        "violation",
        [declare("aws:directoryservice/directory:Directory", "directory")],
    ),
    Row(
        "directoryservice-log-forwarding",
        "unknown",
        [
            declare("aws:directoryservice/directory:Directory", "directory"),
            declare(
                "aws:directoryservice/logSubscription:LogSubscription",
                "other",
                {"directoryId": UNKNOWN},
            ),
        ],
    ),
]
