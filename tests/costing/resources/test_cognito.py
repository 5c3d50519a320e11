from costing.resources.cognito import UserPool
from tests.costing.resources.case import Case

USERS = {"monthly_active_users": 60_000}
FEDERATED = {"CognitoEnterpriseMAU": None}
SECURE = {"userPoolAddOns": {"advancedSecurityMode": "ENFORCED"}}

CASES = [
    Case(
        "Essentials by default",
        UserPool,
        {},
        {"CognitoEssentialsMAU": 60_000, **FEDERATED},
        usage=USERS,
    ),
    Case(
        "Lite where the program says so",
        UserPool,
        {"userPoolTier": "LITE"},
        {"CognitoUserPoolsMAU": 60_000, **FEDERATED},
        usage=USERS,
    ),
    Case(
        "with advanced security at a charge",
        UserPool,
        SECURE,
        {"CognitoUserPoolsMAU": 60_000, "CognitoASFMAU": 60_000, **FEDERATED},
        usage=USERS,
    ),
    Case(
        "which Plus brings",
        UserPool,
        {**SECURE, "userPoolTier": "PLUS"},
        {"CognitoPlusMAU": None, **FEDERATED},
        unpriced=["CognitoPlusMAU"],
    ),
]
