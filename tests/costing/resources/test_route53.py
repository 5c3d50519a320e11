from costing.resources import route53
from tests.costing.resources.case import Case

CASES = [
    Case(
        "a zone is charged by the month", route53.Zone, {"name": "shop.example"}, {"HostedZone": 1}
    ),
    Case(
        "an alias is free",
        route53.Record,
        {"type": "A", "aliases": [{"name": "lb", "zoneId": "Z1", "evaluateTargetHealth": True}]},
        {},
    ),
    Case(
        "a record is charged by its queries",
        route53.Record,
        {"type": "A", "records": ["192.0.2.1"]},
        {"DNS-Queries": None},
    ),
    Case(
        "a record with a routing policy is asked otherwise",
        route53.Record,
        {"type": "A", "records": ["192.0.2.1"], "latencyRoutingPolicies": [{"region": "x"}]},
        {"LBR-Queries": 7},
        usage={"monthly_latency_based_queries": 7},
    ),
    Case(
        "a record whose answer depends on where one asks",
        route53.Record,
        {"type": "A", "records": ["192.0.2.1"], "geolocationRoutingPolicies": [{"country": "*"}]},
        {"Geo-Queries": None},
    ),
    Case(
        "a plain check has no optional feature",
        route53.HealthCheck,
        {"type": "HTTP"},
        {"Health-Check-AWS": 1},
    ),
    Case(
        "each optional feature is charged, more so of an endpoint outside AWS",
        route53.HealthCheck,
        {"type": "HTTPS_STR_MATCH", "measureLatency": True, "requestInterval": 10},
        {"Health-Check-Non-AWS": 1, "Health-Check-Option-Non-AWS": 4},
        usage={"endpoint_type": "Non_AWS"},
    ),
    Case(
        "a resolver endpoint has an interface for each address",
        route53.ResolverEndpoint,
        {"direction": "INBOUND", "ipAddresses": [{"subnetId": "a"}, {"subnetId": "b"}]},
        {"ResolverNetworkInterface": 1460, "DNS-Queries": 5},
        usage={"monthly_queries": 5},
    ),
]
