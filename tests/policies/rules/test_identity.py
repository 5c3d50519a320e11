"""Rules for identities and their permissions."""

import json

from costing.model import UNKNOWN
from policies.rules.cognito import (
    cognito_client_hides_user_existence,
    cognito_client_no_implicit_grant,
    cognito_client_token_revocation,
    cognito_user_pool_no_self_registration,
    cognito_user_pool_password_complexity,
    cognito_user_pool_temporary_password_validity,
    cognito_user_pool_threat_protection,
)
from policies.rules.directoryservice import (
    directoryservice_log_forwarding,
    directoryservice_radius_protocol,
)
from policies.rules.iam.services import (
    iam_access_key_inactive,
    iam_group_membership_has_users,
    iam_no_cloudshell_full_access_policy,
    iam_no_iam_full_access_policy,
    iam_policy_no_decryption_with_every_key,
    iam_policy_no_full_cloudtrail_access,
    iam_user_in_group,
    iam_user_no_console_access,
)
from policies.rules.kms import kms_key_not_multi_region, kms_key_policy_lockout_check
from policies.rules.secretsmanager import (
    secretsmanager_policy_blocks_public,
    secretsmanager_recovery_window,
)
from tests.policies.row import Row, declare, of_inputs

USER = declare("aws:iam/user:User", "user")

ROWS = [
    *of_inputs(
        cognito_user_pool_password_complexity,
        "aws:cognito/userPool:UserPool",
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
        cognito_user_pool_threat_protection,
        "aws:cognito/userPool:UserPool",
        passes=[{"userPoolAddOns": {"advancedSecurityMode": "ENFORCED"}}],
        fails=[
            {"userPoolAddOns": {"advancedSecurityMode": "AUDIT"}},
            {"userPoolAddOns": {"advancedSecurityMode": "OFF"}},
            {},
        ],
        unknown=[{"userPoolAddOns": {"advancedSecurityMode": UNKNOWN}}],
    ),
    *of_inputs(
        cognito_user_pool_no_self_registration,
        "aws:cognito/userPool:UserPool",
        passes=[{"adminCreateUserConfig": {"allowAdminCreateUserOnly": True}}],
        fails=[{"adminCreateUserConfig": {"allowAdminCreateUserOnly": False}}, {}],
        unknown=[{"adminCreateUserConfig": {"allowAdminCreateUserOnly": UNKNOWN}}],
    ),
    *of_inputs(
        cognito_user_pool_temporary_password_validity,
        "aws:cognito/userPool:UserPool",
        passes=[{"passwordPolicy": {"temporaryPasswordValidityDays": 7}}, {}],
        fails=[{"passwordPolicy": {"temporaryPasswordValidityDays": 8}}],
        unknown=[{"passwordPolicy": {"temporaryPasswordValidityDays": UNKNOWN}}],
    ),
    *of_inputs(
        cognito_client_hides_user_existence,
        "aws:cognito/userPoolClient:UserPoolClient",
        passes=[{}, {"preventUserExistenceErrors": "ENABLED"}],
        fails=[{"preventUserExistenceErrors": "LEGACY"}],
        unknown=[{"preventUserExistenceErrors": UNKNOWN}],
    ),
    *of_inputs(
        cognito_client_token_revocation,
        "aws:cognito/userPoolClient:UserPoolClient",
        passes=[{}, {"enableTokenRevocation": True}],
        fails=[{"enableTokenRevocation": False}],
        unknown=[{"enableTokenRevocation": UNKNOWN}],
    ),
    *of_inputs(
        cognito_client_no_implicit_grant,
        "aws:cognito/userPoolClient:UserPoolClient",
        passes=[{}, {"allowedOauthFlows": ["code"]}],
        fails=[{"allowedOauthFlows": ["implicit"]}],
        unknown=[{"allowedOauthFlows": UNKNOWN}],
    ),
    *of_inputs(
        secretsmanager_recovery_window,
        "aws:secretsmanager/secret:Secret",
        passes=[{}],
        fails=[{"recoveryWindowInDays": 0}],
        unknown=[{"recoveryWindowInDays": UNKNOWN}],
    ),
    *of_inputs(
        secretsmanager_policy_blocks_public,
        "aws:secretsmanager/secretPolicy:SecretPolicy",
        passes=[{"blockPublicPolicy": True}],
        fails=[{"blockPublicPolicy": False}, {}],
        unknown=[{"blockPublicPolicy": UNKNOWN}],
    ),
    *of_inputs(
        kms_key_not_multi_region,
        "aws:kms/key:Key",
        passes=[{}, {"multiRegion": False}],
        fails=[{"multiRegion": True}],
        unknown=[{"multiRegion": UNKNOWN}],
    ),
    *of_inputs(
        kms_key_policy_lockout_check,
        "aws:kms/key:Key",
        passes=[{}, {"bypassPolicyLockoutSafetyCheck": False}],
        fails=[{"bypassPolicyLockoutSafetyCheck": True}],
        unknown=[{"bypassPolicyLockoutSafetyCheck": UNKNOWN}],
    ),
    *of_inputs(
        iam_policy_no_decryption_with_every_key,
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
        iam_policy_no_full_cloudtrail_access,
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
        iam_no_iam_full_access_policy,
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        passes=[{"policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
        fails=[{"policyArn": "arn:aws:iam::aws:policy/IAMFullAccess"}],
        unknown=[{"policyArn": UNKNOWN}],
    ),
    *of_inputs(
        iam_no_cloudshell_full_access_policy,
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        passes=[{"policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
        fails=[{"policyArn": "arn:aws:iam::aws:policy/AWSCloudShellFullAccess"}],
        unknown=[{"policyArn": UNKNOWN}],
    ),
    *of_inputs(
        iam_group_membership_has_users,
        "aws:iam/groupMembership:GroupMembership",
        passes=[{"users": ["alice"]}],
        fails=[{}],
        unknown=[{"users": UNKNOWN}],
    ),
    Row(iam_user_no_console_access, None, [USER]),
    Row(
        iam_user_no_console_access,
        "violation",
        [USER, declare("aws:iam/userLoginProfile:UserLoginProfile", "login", {"user": USER})],
    ),
    Row(
        iam_user_no_console_access,
        "unknown",
        [USER, declare("aws:iam/userLoginProfile:UserLoginProfile", "login", {"user": UNKNOWN})],
    ),
    Row(iam_user_in_group, "violation", [USER]),
    Row(
        iam_user_in_group,
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
        iam_user_in_group,
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
        iam_access_key_inactive,
        "aws:iam/accessKey:AccessKey",
        passes=[{"status": "Inactive"}],
        fails=[{"status": "Active"}, {}],
        unknown=[{"status": UNKNOWN}],
    ),
    *of_inputs(
        directoryservice_radius_protocol,
        "aws:directoryservice/radiusSettings:RadiusSettings",
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
        directoryservice_log_forwarding,
        None,
        [
            declare("aws:directoryservice/directory:Directory", "it"),
            declare(
                "aws:directoryservice/logSubscription:LogSubscription",
                "other",
                {"directoryId": declare("aws:directoryservice/directory:Directory", "it")},
            ),
        ],
    ),
    Row(
        directoryservice_log_forwarding,
        "violation",
        [declare("aws:directoryservice/directory:Directory", "it")],
    ),
    Row(
        directoryservice_log_forwarding,
        "unknown",
        [
            declare("aws:directoryservice/directory:Directory", "it"),
            declare(
                "aws:directoryservice/logSubscription:LogSubscription",
                "other",
                {"directoryId": UNKNOWN},
            ),
        ],
    ),
]
