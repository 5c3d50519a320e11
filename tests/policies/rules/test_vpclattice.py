"""Rules for Amazon VPC Lattice."""

import json
from typing import Any

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs


def allowing(principal: Any, **more: Any) -> dict[str, str]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "*", "Resource": "*", **more}
    return {"policy": json.dumps({"Statement": [statement]})}


ROLE = {"AWS": "arn:aws:iam::123456789012:role/app"}
ROWS = [
    *of_input(
        "vpclattice-service-authentication",
        "authType",
        passes=["AWS_IAM"],
        fails=["NONE", None],
        kind="aws:vpclattice/service:Service",
    ),
    *of_inputs(
        "vpclattice-auth-policy-limits-callers",
        passes=[
            allowing(ROLE),
            allowing("*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}}),
            allowing("*", Condition={"StringEquals": {"vpc-lattice-svcs:SourceVpc": "vpc-1"}}),
            allowing("*", Effect="Deny"),
        ],
        fails=[
            allowing("*"),
            allowing({"AWS": "*"}, Action="vpc-lattice-svcs:Invoke"),
            allowing("*", Condition={"StringLike": {"aws:PrincipalOrgID": "*"}}),
        ],
        unknown=[{"policy": UNKNOWN}],
    ),
    *of_input(
        "vpclattice-listener-https", "protocol", passes=["HTTPS", "TLS_PASSTHROUGH"], fails=["HTTP"]
    ),
]
