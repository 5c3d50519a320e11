"""AWS Global Accelerator: geographies of its data transfer premium.

https://aws.amazon.com/global-accelerator/pricing/.
"""

from costing.errors import NotPriced
from costing.resources._shared.inputs import unknown

SERVICE = "AWSGlobalAccelerator"
CODES = {  # a region begins so → its code; the longer first
    "ap-northeast-2": "KR",
    "ap-southeast-2": "AU",
    "ap-southeast-4": "AU",
    "ap-south-": "IN",
    "af-": "ZA",
    "ap-": "AP",
    "ca-": "NA",
    "eu-": "EU",
    "il-": "ME",
    "me-": "ME",
    "mx-": "NA",
    "sa-": "SA",
    "us-": "NA",
}


def code_of(region: object) -> str:
    for start, code in CODES.items():
        if isinstance(region, str) and region.startswith(start):
            return code
    if isinstance(region, str):
        raise NotPriced(f"no price for endpoints in {region} is known", "endpointGroupRegion")
    raise unknown("endpointGroupRegion")
