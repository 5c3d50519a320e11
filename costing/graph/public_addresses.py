"""Public IPv4 addresses: whether a resource gets one of its own, and the input that decides.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html (2026-12-01).
Elastic IP addresses are resources and not looked at here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from costing.aws.launch_templates import TEMPLATE_PATHS, first_template
from costing.graph.follow import follow
from costing.graph.resource import Graph, Resource, at
from costing.model import UNKNOWN, Unknown

SUBNETS = ("aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet")
DEFAULT_SUBNET = SUBNETS[1]
ON_LAUNCH = "mapPublicIpOnLaunch"
OF_INSTANCE = "associatePublicIpAddress"
OF_TASK = "networkConfiguration.assignPublicIp"
OF_DATABASE = "publiclyAccessible"
OF_BROKERS = "brokerNodeGroupInfo.connectivityInfo.publicAccess.type"
INTERFACES = ("networkInterfaces", "primaryNetworkInterface")  # with addresses of their own

Answer = bool | Unknown


@dataclass(frozen=True, slots=True)
class Decision:
    public: Answer
    path: str  # of the input that decides
    subnet: Resource | None = None  # that gives the address
    is_default_vpc: bool = False  # no input decides: AWS picks a subnet of the default VPC


def public_address(graph: Graph, resource: Resource) -> Decision:
    """Return whether a resource gets a public address. Raise KeyError for types without a rule."""
    return DECIDED[resource.type](graph, resource)


def truth(value: object) -> Answer:
    """Return an input as a boolean; UNKNOWN for one that is no boolean."""
    if value in (True, "true"):
        return True
    return False if value in (None, False, "false", "") else UNKNOWN


def subnet_gives_address(subnet: Resource) -> Answer:
    """Say whether instances in a subnet get an address, unless their own inputs refuse it."""
    value = at(subnet.inputs, ON_LAUNCH)
    return True if value is None and subnet.type == DEFAULT_SUBNET else truth(value)


def of_interfaces(template: Resource) -> Answer | None:
    """Return what the network interfaces of a template say; None where the subnet decides."""
    interfaces = at(template.inputs, "networkInterfaces")
    if not isinstance(interfaces, list):
        return None if interfaces is None else UNKNOWN
    given = [at(each, OF_INSTANCE) if isinstance(each, dict) else UNKNOWN for each in interfaces]
    answers = [truth(each) for each in given if each is not None]
    if any(each is True for each in answers):
        return True
    if any(each is UNKNOWN for each in answers):
        return UNKNOWN
    return False if answers else None


def of_instance(graph: Graph, resource: Resource) -> Decision:
    """Decide by the instance, its launch template, then its subnet."""
    if at(resource.inputs, OF_INSTANCE) is not None:
        return Decision(truth(at(resource.inputs, OF_INSTANCE)), OF_INSTANCE)
    if any(at(resource.inputs, path) is not None for path in INTERFACES):
        return Decision(public=False, path=OF_INSTANCE)
    template = first_template(
        lambda path, kind: follow(graph, resource, path, kind), TEMPLATE_PATHS[:2]
    )
    if isinstance(template, Unknown):
        return Decision(UNKNOWN, "launchTemplate")
    by_template = of_interfaces(template) if template else None
    if by_template is not None:
        return Decision(by_template, "launchTemplate")
    return in_subnet(graph, resource, has_interfaces=bool(template and has_interfaces(template)))


def has_interfaces(template: Resource) -> bool:
    return bool(at(template.inputs, "networkInterfaces"))


def in_subnet(graph: Graph, resource: Resource, *, has_interfaces: bool) -> Decision:
    """Decide by the subnet. One outside the stack counts as one that gives no address.

    A deployed stack has the address in its outputs, so nothing is assumed of it.
    """
    path = "subnetId"
    if at(resource.inputs, path) is None:
        by_aws = graph.source.kind != "state" and not has_interfaces
        return Decision(by_aws, path, is_default_vpc=by_aws)
    subnet = follow(graph, resource, path, *SUBNETS)
    if isinstance(subnet, Unknown):
        return Decision(UNKNOWN, path)
    return Decision(subnet_gives_address(subnet) if subnet else False, path, subnet)


def of_template(_: Graph, resource: Resource) -> Decision:
    return Decision(of_interfaces(resource) or False, "networkInterfaces")


def by_option(path: str, *, public: bool = True) -> Callable[[Graph, Resource], Decision]:
    """Return a rule that reads one boolean input; `public` is the value with an address."""

    def decide(_: Graph, resource: Resource) -> Decision:
        answer = truth(at(resource.inputs, path))
        return Decision(answer if isinstance(answer, Unknown) else answer is public, path)

    return decide


def of_brokers(_: Graph, resource: Resource) -> Decision:
    value = at(resource.inputs, OF_BROKERS)
    known = value is None or isinstance(value, str)
    return Decision(value == "SERVICE_PROVIDED_EIPS" if known else UNKNOWN, OF_BROKERS)


DECIDED: Mapping[str, Callable[[Graph, Resource], Decision]] = {
    "aws:ec2/instance:Instance": of_instance,
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": of_instance,
    "aws:ec2/launchTemplate:LaunchTemplate": of_template,
    "aws:ec2/launchConfiguration:LaunchConfiguration": by_option(OF_INSTANCE),
    "aws:ecs/service:Service": by_option(OF_TASK),
    "aws:ecs/taskSet:TaskSet": by_option(OF_TASK),
    "aws:elb/loadBalancer:LoadBalancer": by_option("internal", public=False),
    "aws:lb/loadBalancer:LoadBalancer": by_option("internal", public=False),
    "aws:msk/cluster:Cluster": of_brokers,
    "aws:rds/clusterInstance:ClusterInstance": by_option(OF_DATABASE),
    "aws:rds/instance:Instance": by_option(OF_DATABASE),
    "aws:redshift/cluster:Cluster": by_option(OF_DATABASE),
    "aws:redshiftserverless/workgroup:Workgroup": by_option(OF_DATABASE),
}
