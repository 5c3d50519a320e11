"""Evidence that a resource serves requests: its tag `workload`, a load balancer or an endpoint."""

from costing.graph.resource import Resource
from policies.engine.logic import Truth, any_of, given, one_of
from policies.engine.selectors.tags import SERVING, WORKLOAD
from policies.engine.selectors.tokens import (
    ASG_ATTACHMENT,
    CLASSIC_LOAD_BALANCER,
    DATABASE,
    DATABASE_CLUSTER,
    GROUP,
    INSTANCE,
    LOAD_BALANCER,
    NODE_GROUP,
    REPLICATION_GROUP,
    SAGEMAKER_ENDPOINT,
    SERVICE,
    TARGET_GROUP,
)
from policies.engine.stack import Stack

TARGET_ATTACHMENT = "aws:lb/targetGroupAttachment:TargetGroupAttachment"
CLASSIC_ATTACHMENT = "aws:elb/attachment:Attachment"
# Types that receive requests from clients.
ENTRIES = (
    LOAD_BALANCER,
    CLASSIC_LOAD_BALANCER,
    TARGET_GROUP,
    SAGEMAKER_ENDPOINT,
    "aws:apigateway/restApi:RestApi",
    "aws:apigatewayv2/api:Api",
    "aws:appsync/graphQLApi:GraphQLApi",
    "aws:cloudfront/distribution:Distribution",
    "aws:lambda/functionUrl:FunctionUrl",
)
# Types that serve the requests of what stands before them in the stack.
STORES = (DATABASE, DATABASE_CLUSTER, REPLICATION_GROUP)
# Inputs of a fleet that register it with a load balancer.
REGISTRATIONS = {
    GROUP: ("targetGroupArns", "loadBalancers", "trafficSources"),
    SERVICE: ("loadBalancers",),
}
ATTACHMENTS = {
    GROUP: (("autoscalingGroupName", ASG_ATTACHMENT),),
    INSTANCE: (("targetId", TARGET_ATTACHMENT), ("instance", CLASSIC_ATTACHMENT)),
}


def serving(stack: Stack, resource: Resource) -> Truth:
    """Return whether a resource serves requests, by its tag or by what stands before it.

    Pods of a node group register with load balancers themselves. Any other fleet is taken to serve
    if the stack has nothing that receives requests: then its load balancer is in another stack.
    """
    workload = stack.tags(resource).named(WORKLOAD)
    if workload is not None:
        return one_of(workload, SERVING)
    if resource.type in ENTRIES:
        return True
    if resource.type in STORES:
        return bool(stack.of_type(*ENTRIES))
    if resource.type == NODE_GROUP:
        return True
    registered = any_of(
        [
            *(given(resource, path) for path in REGISTRATIONS.get(resource.type, ())),
            *(
                stack.attached(resource, path, kind).exist
                for path, kind in ATTACHMENTS.get(resource.type, ())
            ),
        ]
    )
    if registered is False and resource.type in {GROUP, SERVICE}:
        return not stack.of_type(*ENTRIES)
    return registered
