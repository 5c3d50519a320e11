from decimal import Decimal

from costing.graph.resource import Resource
from costing.resources import elb
from tests import graphs
from tests.costing.resources.case import Case


def listener(**inputs: object) -> Resource:
    return graphs.resource(elb.LISTENER, "listener", {"loadBalancerArn": "arn:lb", **inputs})


CASES = [
    Case(
        "an internal application load balancer has no public address",
        elb.LoadBalancer,
        {"internal": True, "subnets": ["subnet-1"]},
        {"LoadBalancerUsage": 730, "LCUUsage": None},
    ),
    Case(
        "an internet-facing one has an address in each subnet",
        elb.LoadBalancer,
        {"subnets": ["subnet-1", "subnet-2"]},
        {"LoadBalancerUsage": 730, "LCUUsage": None, "PublicIPv4:InUseAddress": 1460},
    ),
    Case(
        "one with mappings has an address in each of them",
        elb.LoadBalancer,
        {"subnetMappings": [{"subnetId": "subnet-1"}, {"subnetId": "subnet-2"}]},
        {"LoadBalancerUsage": 730, "LCUUsage": None, "PublicIPv4:InUseAddress": 1460},
    ),
    Case(
        "how many addresses it has may be stated",
        elb.LoadBalancer,
        {"subnets": ["subnet-1", "subnet-2"]},
        {"LoadBalancerUsage": 730, "LCUUsage": None, "PublicIPv4:InUseAddress": 4380},
        usage={"public_ipv4_addresses": 6},
    ),
    Case(
        "capacity units follow the dimension that asks for the most: here, bytes",
        elb.LoadBalancer,
        {"internal": True},
        {"LoadBalancerUsage": 730, "LCUUsage": 1000},
        usage={
            "new_connections": 10,
            "active_connections": 1000,
            "processed_bytes_gb": 1000,
            "rule_evaluations": 300,
        },
    ),
    Case(
        "here, new connections: 100 a second are four units",
        elb.LoadBalancer,
        {"internal": True},
        {"LoadBalancerUsage": 730, "LCUUsage": 2920},
        usage={"new_connections": 100, "processed_bytes_gb": 1000},
    ),
    Case(
        "a network load balancer's unit bears more connections",
        elb.LoadBalancer,
        {"loadBalancerType": "network"},
        {"LoadBalancerUsage": 730, "LCUUsage": Decimal("91.25")},
        usage={"new_connections": 100},
    ),
    Case(
        "that of one whose listeners all terminate TLS bears fewer",
        elb.LoadBalancer,
        {"loadBalancerType": "network"},
        {"LoadBalancerUsage": 730, "LCUUsage": 1460},
        usage={"new_connections": 100},
        around=[listener(protocol="TLS")],
        more={"id": "arn:lb"},
    ),
    Case(
        "a gateway load balancer has units of its own",
        elb.LoadBalancer,
        {"loadBalancerType": "gateway"},
        {"LoadBalancerUsage": 730, "LCUUsage": 730},
        usage={"new_connections": 600},
    ),
    Case(
        "reserved capacity and a trust store are charged by the hour",
        elb.LoadBalancer,
        {"internal": True, "minimumLoadBalancerCapacity": {"capacityUnits": 100}},
        {
            "LoadBalancerUsage": 730,
            "LCUUsage": None,
            "ReservedLCUUsage": 73_000,
            "TS-LoadBalancerUsage": 730,
        },
        around=[listener(protocol="HTTPS", mutualAuthentication={"mode": "verify"})],
        more={"id": "arn:lb"},
    ),
    Case(
        "a classic load balancer is charged by the hour and the gigabyte",
        elb.ClassicLoadBalancer,
        {},
        {"LoadBalancerUsage": 730, "DataProcessing-Bytes": 100, "DataTransfer-Out-Bytes": 90},
        usage={"monthly_data_processed_gb": 100, "monthly_outbound_internet_gb": 90},
    ),
    Case(
        "internet-facing network load balancer: one address a subnet without an Elastic IP",
        elb.LoadBalancer,
        {
            "loadBalancerType": "network",
            "subnetMappings": [{"subnetId": "a", "allocationId": "eip"}, {"subnetId": "b"}],
        },
        {
            "LoadBalancerUsage": 730,
            "LCUUsage": None,
            "PublicIPv4:InUseAddress": 730,
        },
    ),
    Case(
        "dual-stack load balancer without public IPv4",
        elb.LoadBalancer,
        {"subnets": ["a", "b"], "ipAddressType": "dualstack-without-public-ipv4"},
        {"LoadBalancerUsage": 730, "LCUUsage": None},
    ),
    Case(
        "internet-facing Classic Load Balancer: one address a subnet",
        elb.ClassicLoadBalancer,
        {"subnets": ["a", "b"]},
        {
            "LoadBalancerUsage": 730,
            "DataProcessing-Bytes": None,
            "PublicIPv4:InUseAddress": 1460,
        },
    ),
    Case(
        "internal Classic Load Balancer in two zones",
        elb.ClassicLoadBalancer,
        {"availabilityZones": ["us-east-1a", "us-east-1b"], "internal": True},
        {"LoadBalancerUsage": 730, "DataProcessing-Bytes": None},
    ),
    Case(
        "internet-facing Classic Load Balancer: one address in each zone",
        elb.ClassicLoadBalancer,
        {"availabilityZones": ["us-east-1a", "us-east-1b"]},
        {
            "LoadBalancerUsage": 730,
            "DataProcessing-Bytes": None,
            "PublicIPv4:InUseAddress": 1460,
        },
    ),
]
