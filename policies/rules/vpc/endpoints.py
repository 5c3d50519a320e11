"""Rules for Amazon VPC: callers of endpoints and endpoint services."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    blocks,
    equal,
    found,
    is_partial,
    is_set,
    is_unknown,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.documents import Statement, statements
from policies.engine.selectors.tokens import VPC
from policies.engine.stack import Stack

GUIDE = "https://docs.aws.amazon.com/vpc/latest/privatelink"
SERVICE = "aws:ec2/vpcEndpointService:VpcEndpointService"
PERMISSION = "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
POLICY = "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"
OF_AWS = "com.amazonaws."
# Of the controls EC2.10 and EC2.55 to EC2.60 of Security Hub.
APIS = ("ec2", "ecr.api", "ecr.dkr", "ssm", "ssm-contacts", "ssm-incidents")


@resource_rule(
    types=(SERVICE, PERMISSION),
    concern="security",
    severity="medium",
    title="VPC endpoint service admits every AWS account",
    risk="Any account can ask for a connection to the service behind the endpoint.",
    fix="name the accounts or roles that may connect, by their ARNs",
    same_intent_as=("vpc_endpoint_services_allowed_principals_trust_boundaries",),
    aws_docs=f"{GUIDE}/configure-endpoint-service.html",
)
def vpc_endpoint_service_named_principals(resource: Resource) -> Iterator[Finding]:
    path = "principalArn" if resource.type == PERMISSION else "allowedPrincipals"
    everyone = any_of(equal(each, "*") for each in blocks(resource, path))
    yield from found(everyone, resource, path, "ARNs of accounts or roles")


@stack_rule(
    types=(ENDPOINT, POLICY),
    concern="security",
    severity="low",
    title="VPC endpoint policy allows every action of every principal",
    risk="A compromised instance can send data to resources of other accounts.",
    fix="a policy with the condition aws:ResourceOrgID or aws:PrincipalOrgID, or with the "
    "resources that are needed",
    same_intent_as=("vpc_endpoint_connections_trust_boundaries",),
    aws_docs=f"{GUIDE}/vpc-endpoints-access.html",
    regulated=True,
)
def vpc_endpoint_policy_restricted(resource: Resource, stack: Stack) -> Iterator[Finding]:
    if is_set(resource, "policy"):
        for statement in statements(resource, "policy"):
            because = f"{statement.path} allows every action of every principal"
            expected = "conditions, or named resources"
            broken = all_of([admits_everything(statement), takes_policy(resource)])
            yield from found(
                broken, resource, statement.path, expected, actual="Allow", because=because
            )
    elif resource.type == ENDPOINT:
        separate = stack.attached(resource, "vpcEndpointId", POLICY).exist
        broken = all_of([takes_policy(resource), not_(separate)])
        yield from found(broken, resource, "policy", "a policy that limits access")


def admits_everything(statement: Statement) -> Truth:
    return all_of(
        [
            statement.allows,
            statement.of_everyone,
            statement.every_resource,
            not_(statement.conditional),
        ]
    )


def takes_policy(resource: Resource) -> Truth:
    """Return whether an endpoint leads to a service of AWS; others take no policy."""
    if resource.type == POLICY:
        return True
    kind = one_of(read(resource, "vpcEndpointType", "Gateway"), ("Gateway", "Interface"))
    name = read(resource, "serviceName")
    if is_unknown(name) or is_partial(name):
        return all_of([kind, UNKNOWN])
    return all_of([kind, str(name).startswith(OF_AWS) and ".vpce." not in str(name)])


@stack_rule(
    types=(VPC,),
    concern="security",
    severity="low",
    title="VPC has no interface endpoints for EC2, ECR or Systems Manager",
    risk="Calls of these APIs, image pulls and sessions leave the VPC over the internet.",
    fix='ec2.VpcEndpoint(vpc_endpoint_type="Interface", vpc_id=vpc.id, '
    'service_name="com.amazonaws.<region>.ec2") for each of them',
    same_intent_as=("vpc_endpoint_for_ec2_enabled",),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
    regulated=True,
)
def vpc_interface_endpoints_for_aws_apis(vpc: Resource, stack: Stack) -> Iterator[Finding]:
    endpoints = stack.attached(vpc, "vpcId", ENDPOINT)
    missing = {
        service: not_(
            any_of(
                [
                    *(leads_to_service(each, service) for each in endpoints.found),
                    *(
                        all_of([UNKNOWN, leads_to_service(each, service)])
                        for each in endpoints.unknown
                    ),
                ]
            )
        )
        for service in APIS
    }
    named = ", ".join(service for service, truth in missing.items() if truth is True)
    because = f"{vpc.name} has no interface endpoint for {named}"
    yield from found(any_of(missing.values()), vpc, "", "interface endpoints", because=because)


def leads_to_service(endpoint: Resource, service: str) -> Truth:
    name = read(endpoint, "serviceName")
    if is_unknown(name) or is_partial(name):
        return UNKNOWN
    return str(name).endswith(f".{service}")


RULES: tuple[Rule, ...] = (
    vpc_endpoint_service_named_principals,
    vpc_endpoint_policy_restricted,
    vpc_interface_endpoints_for_aws_apis,
)
