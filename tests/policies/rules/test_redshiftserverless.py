"""Rules for Amazon Redshift Serverless."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_input(
        "redshift-serverless-enhanced-vpc-routing",
        "enhancedVpcRouting",
        passes=[True],
        fails=[False, None],
    ),
    *of_input(
        "redshift-serverless-not-public", "publiclyAccessible", passes=[None, False], fails=[True]
    ),
    *of_inputs(
        "redshift-serverless-ssl-required",
        passes=[{"configParameters": [{"parameterKey": "require_ssl", "parameterValue": "true"}]}],
        fails=[
            {},
            {"configParameters": [{"parameterKey": "require_ssl", "parameterValue": "false"}]},
        ],
        unknown=[{"configParameters": UNKNOWN}],
    ),
    *of_input(
        "redshift-serverless-custom-administrator-name",
        "adminUsername",
        passes=[None],
        fails=["admin"],
    ),
    *of_input(
        "redshift-serverless-log-exports",
        "logExports",
        passes=[["connectionlog", "userlog"]],
        fails=[None, ["other"]],
    ),
]
