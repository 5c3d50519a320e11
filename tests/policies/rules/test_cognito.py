"""Rules for Amazon Cognito."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_inputs(
        "cognito-user-pool-password-policy",
        passes=[{"passwordPolicy": {"minimumLength": 12}}],
        fails=[{}, {"passwordPolicy": {"minimumLength": 6}}],
        unknown=[{"passwordPolicy": UNKNOWN}],
    ),
    *of_input("cognito-user-pool-mfa", "mfaConfiguration", passes=["ON"], fails=[None, "OFF"]),
    *of_input(
        "cognito-user-pool-deletion-protection",
        "deletionProtection",
        passes=["ACTIVE"],
        fails=[None],
    ),
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
]
