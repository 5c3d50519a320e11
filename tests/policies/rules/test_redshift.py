"""Rules for Amazon Redshift."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_input(
        "redshift-enhanced-vpc-routing", "enhancedVpcRouting", passes=[True], fails=[False, None]
    ),
    *of_input(
        "redshift-custom-administrator-name", "masterUsername", passes=[None], fails=["awsuser"]
    ),
    *of_input(
        "redshift-custom-database-name", "databaseName", passes=["sales"], fails=[None, "dev"]
    ),
    *of_inputs(
        "redshift-common-administrator-not-public",
        passes=[
            {"masterUsername": "admin", "publiclyAccessible": False},
            {"masterUsername": "platform", "publiclyAccessible": True},
        ],
        fails=[{"masterUsername": "admin", "publiclyAccessible": True}],
        unknown=[{"masterUsername": "admin", "publiclyAccessible": UNKNOWN}],
    ),
    *of_input("redshift-cluster-multi-az", "multiAz", passes=[True], fails=[False, None]),
]
