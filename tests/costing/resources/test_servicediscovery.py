from costing.resources.servicediscovery import Instance, PrivateDnsNamespace, PublicDnsNamespace
from tests.costing.resources.case import Case

CASES = [
    Case("a namespace within a VPC is a zone", PrivateDnsNamespace, {}, {"HostedZone": 1}),
    Case(
        "one of the internet is asked for",
        PublicDnsNamespace,
        {},
        {"HostedZone": 1, "DNS-Queries": 5},
        usage={"monthly_standard_queries": 5},
    ),
    Case(
        "an instance",
        Instance,
        {},
        {"Cloud-Map-Resources": 1, "Cloud-Map-API-Calls": None},
    ),
]
