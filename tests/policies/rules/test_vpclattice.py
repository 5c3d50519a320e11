"""Rules for Amazon VPC Lattice."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "vpclattice-service-authentication",
        "authType",
        passes=["AWS_IAM"],
        fails=["NONE", None],
        kind="aws:vpclattice/service:Service",
    ),
]
