"""Rules for AWS Lake Formation, Amazon Managed Grafana and AWS X-Ray."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

EVERYONE = "IAM_ALLOWED_PRINCIPALS"
ROLE = "arn:aws:iam::123456789012:role/analyst"
ROWS = [
    *of_input(
        "lakeformation-permission-named-principal", "principal", passes=[ROLE], fails=[EVERYONE]
    ),
    *of_inputs(
        "lakeformation-settings-no-default-grants",
        passes=[{}, {"createTableDefaultPermissions": [{"principal": ROLE}]}],
        fails=[
            {"createDatabaseDefaultPermissions": [{"principal": EVERYONE}]},
            {"createTableDefaultPermissions": [{"principal": EVERYONE}]},
        ],
        unknown=[{"createTableDefaultPermissions": UNKNOWN}],
    ),
    *of_inputs(
        "grafana-workspace-network-access-control",
        passes=[{"networkAccessControl": {"prefixListIds": ["pl-1"], "vpceIds": ["vpce-1"]}}],
        fails=[{}],
        unknown=[{"networkAccessControl": UNKNOWN}],
    ),
    *of_inputs(
        "grafana-workspace-in-vpc",
        passes=[{"vpcConfiguration": {"subnetIds": ["subnet-1"], "securityGroupIds": ["sg-1"]}}],
        fails=[{}],
        unknown=[{"vpcConfiguration": UNKNOWN}],
    ),
    *of_input("xray-encryption-customer-managed-key", "type", passes=["KMS"], fails=["NONE"]),
]
