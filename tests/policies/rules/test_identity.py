"""Rules for identities and their permissions."""

import json

from costing.model import UNKNOWN
from tests.policies.row import Row, declare, of_inputs

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
    *of_inputs(
        "cognito-user-pool-threat-protection",
        passes=[{"userPoolAddOns": {"advancedSecurityMode": "ENFORCED"}}],
        fails=[
            {"userPoolAddOns": {"advancedSecurityMode": "AUDIT"}},
            {"userPoolAddOns": {"advancedSecurityMode": "OFF"}},
            {},
        ],
        unknown=[{"userPoolAddOns": {"advancedSecurityMode": UNKNOWN}}],
    ),
    *of_inputs(
        "cognito-user-pool-no-self-registration",
        passes=[{"adminCreateUserConfig": {"allowAdminCreateUserOnly": True}}],
        fails=[{"adminCreateUserConfig": {"allowAdminCreateUserOnly": False}}, {}],
        unknown=[{"adminCreateUserConfig": {"allowAdminCreateUserOnly": UNKNOWN}}],
    ),
    *of_inputs(
        "cognito-user-pool-temporary-password-validity",
        passes=[{"passwordPolicy": {"temporaryPasswordValidityDays": 7}}, {}],
        fails=[{"passwordPolicy": {"temporaryPasswordValidityDays": 8}}],
        unknown=[{"passwordPolicy": {"temporaryPasswordValidityDays": UNKNOWN}}],
    ),
    *of_inputs(
        "cognito-client-hides-user-existence",
        passes=[{}, {"preventUserExistenceErrors": "ENABLED"}],
        fails=[{"preventUserExistenceErrors": "LEGACY"}],
        unknown=[{"preventUserExistenceErrors": UNKNOWN}],
    ),
    *of_inputs(
        "cognito-client-token-revocation",
        passes=[{}, {"enableTokenRevocation": True}],
        fails=[{"enableTokenRevocation": False}],
        unknown=[{"enableTokenRevocation": UNKNOWN}],
    ),
    *of_inputs(
        "cognito-client-no-implicit-grant",
        passes=[{}, {"allowedOauthFlows": ["code"]}],
        fails=[{"allowedOauthFlows": ["implicit"]}],
        unknown=[{"allowedOauthFlows": UNKNOWN}],
    ),
    *of_inputs(
        "secretsmanager-recovery-window",
        passes=[{}],
        fails=[{"recoveryWindowInDays": 0}],
        unknown=[{"recoveryWindowInDays": UNKNOWN}],
    ),
    *of_inputs(
        "secretsmanager-policy-blocks-public",
        passes=[{"blockPublicPolicy": True}],
        fails=[{"blockPublicPolicy": False}, {}],
        unknown=[{"blockPublicPolicy": UNKNOWN}],
    ),
    *of_inputs(
        "kms-key-not-multi-region",
        passes=[{}, {"multiRegion": False}],
        fails=[{"multiRegion": True}],
        unknown=[{"multiRegion": UNKNOWN}],
    ),
    *of_inputs(
        "kms-key-policy-lockout-check",
        passes=[{}, {"bypassPolicyLockoutSafetyCheck": False}],
        fails=[{"bypassPolicyLockoutSafetyCheck": True}],
        unknown=[{"bypassPolicyLockoutSafetyCheck": UNKNOWN}],
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
    *of_inputs(
        "iam-no-iam-full-access-policy",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        passes=[{"policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
        fails=[{"policyArn": "arn:aws:iam::aws:policy/IAMFullAccess"}],
        unknown=[{"policyArn": UNKNOWN}],
    ),
    *of_inputs(
        "iam-no-cloudshell-full-access-policy",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        passes=[{"policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
        fails=[{"policyArn": "arn:aws:iam::aws:policy/AWSCloudShellFullAccess"}],
        unknown=[{"policyArn": UNKNOWN}],
    ),
    *of_inputs(
        "iam-group-membership-has-users",
        passes=[{"users": ["alice"]}],
        fails=[{}],
        unknown=[{"users": UNKNOWN}],
    ),
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
    *of_inputs(
        "iam-access-key-inactive",
        passes=[{"status": "Inactive"}],
        fails=[{"status": "Active"}, {}],
        unknown=[{"status": UNKNOWN}],
    ),
    *of_inputs(
        "directoryservice-radius-protocol",
        passes=[{"authenticationProtocol": "MS-CHAPv2"}],
        fails=[
            {"authenticationProtocol": "PAP"},
            {"authenticationProtocol": "CHAP"},
            {"authenticationProtocol": "MS-CHAPv1"},
            {},
        ],
        unknown=[{"authenticationProtocol": UNKNOWN}],
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
