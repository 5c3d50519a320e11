from costing.resources.shield import Subscription
from tests.costing.resources.case import Case

CASES = [
    Case(
        "a fee, and data out of what is protected",
        Subscription,
        {},
        {
            "Shield-Monthly-Fee": 1,
            "CloudFront-DataTransfer-Out-Bytes": 100,
            "GlobalAccelerator-DataTransfer-Out-Bytes": None,
            "LoadBalancing-DataTransfer-Out-Bytes": None,
            "EIP-DataTransfer-Out-Bytes": None,
        },
        usage={"monthly_cloudfront_outbound_gb": 100},
    ),
]
