from dataclasses import replace

import pytest

from infra.deployment import Deployment
from infra.network.network import ANYWHERE, add_network, plan_egress
from tests.infra.alone import alone
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import STACKS, ZONES, recorded

SUBNET = "aws:ec2/subnet:Subnet"
ROUTE = "aws:ec2/route:Route"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"


def tier(recording: Recording, name: str) -> list[Registered]:
    return [each for each in recording.of_type(SUBNET) if each.name.startswith(f"network-{name}-")]


def way_out(recording: Recording, subnet: Registered) -> dict[str, Registered]:
    """Return the gateways that a subnet's routes to anywhere lead to, by the input that says so."""
    tables = [
        recording.follow(each.inputs["routeTableId"])
        for each in recording.of_type(ASSOCIATION)
        if recording.follow(each.inputs["subnetId"]) == subnet
    ]
    return {
        path: recording.follow(route.inputs[path])
        for route in recording.of_type(ROUTE)
        if recording.follow(route.inputs["routeTableId"]) in tables
        and route.inputs["destinationCidrBlock"] == ANYWHERE
        for path in ("gatewayId", "natGatewayId")
        if path in route.inputs
    }


def test_nat_gateway_per_zone_serves_its_own_zone() -> None:
    assert plan_egress(["a", "b"], "one_per_zone") == {"a": "a", "b": "b"}


def test_single_nat_gateway_is_in_first_zone() -> None:
    assert plan_egress(["a", "b"], "single") == {"a": "a", "b": "a"}


@pytest.mark.parametrize("stack", STACKS)
def test_every_zone_has_a_subnet_of_each_tier(stack: str) -> None:
    recording = recorded(stack)
    for name in ("public", "private", "data"):
        zones = [subnet.inputs["availabilityZone"] for subnet in tier(recording, name)]
        assert zones == ZONES


@pytest.mark.parametrize("stack", STACKS)
def test_subnets_assign_no_public_addresses(stack: str) -> None:
    for subnet in recorded(stack).of_type(SUBNET):
        assert subnet.inputs["mapPublicIpOnLaunch"] is False


def test_prod_private_subnets_use_nat_of_own_zone() -> None:
    recording = recorded("prod")
    for subnet in tier(recording, "private"):
        gateway = way_out(recording, subnet)["natGatewayId"]
        beside = recording.follow(gateway.inputs["subnetId"])
        assert beside in tier(recording, "public")
        assert beside.inputs["availabilityZone"] == subnet.inputs["availabilityZone"]


def test_dev_private_subnets_share_one_nat_gateway() -> None:
    recording = recorded("dev")
    gateways = {
        str(way_out(recording, each)["natGatewayId"]) for each in tier(recording, "private")
    }
    assert len(gateways) == 1
    assert len(recording.of_type("aws:ec2/natGateway:NatGateway")) == 1


@pytest.mark.parametrize("stack", STACKS)
def test_only_public_subnets_route_to_internet_gateway(stack: str) -> None:
    recording = recorded(stack)
    for subnet in tier(recording, "public"):
        assert list(way_out(recording, subnet)) == ["gatewayId"]
    for subnet in tier(recording, "data"):
        assert way_out(recording, subnet) == {}


@pytest.mark.parametrize("stack", STACKS)
def test_nat_gateways_depend_on_internet_gateway(stack: str) -> None:
    recording = recorded(stack)
    for kind in ("aws:ec2/natGateway:NatGateway", "aws:lb/loadBalancer:LoadBalancer"):
        for each in recording.of_type(kind):
            assert any("InternetGateway" in urn for urn in each.dependencies)


@pytest.mark.parametrize("stack", STACKS)
def test_gateway_endpoints_serve_all_inner_route_tables(stack: str) -> None:
    recording = recorded(stack)
    inner = {
        str(recording.follow(each.inputs["routeTableId"]))
        for each in recording.of_type(ASSOCIATION)
        if recording.follow(each.inputs["subnetId"]) not in tier(recording, "public")
    }
    gateways = [
        each for each in recording.of_type(ENDPOINT) if each.inputs["vpcEndpointType"] == "Gateway"
    ]
    services = {each.inputs["serviceName"].rpartition(".")[2] for each in gateways}
    assert services == {"s3", "dynamodb"}
    for each in gateways:
        assert {str(table) for table in recording.referred(each.inputs["routeTableIds"])} == inner


def test_interface_endpoints_are_in_every_zone() -> None:
    recording = recorded("everything")
    interfaces = [
        each
        for each in recording.of_type(ENDPOINT)
        if each.inputs["vpcEndpointType"] == "Interface"
    ]
    assert len(interfaces) == 6
    for each in interfaces:
        assert recording.referred(each.inputs["subnetIds"]) == tier(recording, "private")
    rule = recording.one(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "network-endpoints"
    )
    assert (rule.inputs["cidrIpv4"], rule.inputs["toPort"]) == ("10.20.0.0/16", 443)


def test_no_endpoint_group_without_interface_endpoints() -> None:
    groups = recorded("dev").of_type("aws:ec2/securityGroup:SecurityGroup")
    assert "network-endpoints" not in {each.name for each in groups}


@pytest.mark.parametrize("stack", STACKS)
def test_default_security_group_has_no_rules(stack: str) -> None:
    recording = recorded(stack)
    group = recording.one("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "network")
    assert recording.follow(group.inputs["vpcId"]).type == "aws:ec2/vpc:Vpc"
    assert not {"ingress", "egress"} & set(group.inputs)


@pytest.mark.parametrize("stack", STACKS)
def test_flow_logs_record_all_traffic(stack: str) -> None:
    recording = recorded(stack)
    log = recording.one("aws:ec2/flowLog:FlowLog", "network-flow-logs")
    assert log.inputs["trafficType"] == "ALL"
    group = recording.follow(log.inputs["logDestination"])
    policy = recording.one("aws:iam/rolePolicy:RolePolicy", "network-flow-logs")
    assert recording.follow(policy.inputs["role"]) == recording.follow(log.inputs["iamRoleArn"])
    assert f"log-group:{group.inputs['name']}:*" in policy.inputs["policy"]


def test_every_nat_gateway_has_an_alarm() -> None:
    recording = recorded("prod")
    watched = {
        recording.follow(alarm.inputs["dimensions"]["NatGatewayId"]).name
        for alarm in recording.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
        if alarm.inputs.get("metricName") == "ErrorPortAllocation"
    }
    assert watched == {each.name for each in recording.of_type("aws:ec2/natGateway:NatGateway")}


def test_fourth_zone_keeps_existing_subnets() -> None:
    def four_zones(d: Deployment) -> None:
        add_network(replace(d, zones=[*ZONES, "us-east-1f"]))

    before, after = alone(add_network), alone(four_zones)
    for subnet in before.of_type(SUBNET):
        assert after.one(SUBNET, subnet.name).inputs == subnet.inputs
