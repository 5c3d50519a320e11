from costing.resources import apigateway
from tests.costing.resources.case import Case

CASES = [
    Case(
        "an API is charged by its requests",
        apigateway.RestApi,
        {},
        {"ApiGatewayRequest": 1000, "DataTransfer-Out-Bytes": 5},
        usage={"monthly_requests": 1000, "monthly_outbound_internet_gb": 5},
    ),
    Case("a stage without a cache is free", apigateway.Stage, {}, {}),
    Case(
        "a cache is charged by the hour, by its size",
        apigateway.Stage,
        {"cacheClusterEnabled": True, "cacheClusterSize": "237"},
        {"ApiGatewayCacheUsage:237GB": 730},
    ),
]
