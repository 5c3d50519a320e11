from costing.resources.amplify import App
from tests.costing.resources.case import Case

CASES = [
    Case(
        "builds, storage, and data served",
        App,
        {"platform": "WEB"},
        {"BuildDuration": 300, "DataStorage": None, "DataTransferOut": 15},
        usage={"monthly_build_minutes": 300, "monthly_served_gb": 15},
    ),
    Case(
        "rendering only where it is stated",
        App,
        {"platform": "WEB_COMPUTE"},
        {
            "BuildDuration": None,
            "DataStorage": None,
            "DataTransferOut": None,
            "HostingComputeRequestCount": 1000,
            "HostingComputeRequestDuration": 250,
        },
        usage={"monthly_ssr_requests": 1000, "monthly_ssr_gb_seconds": 250},
    ),
]
