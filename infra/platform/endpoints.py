"""Models that SageMaker serves: optional parts, beside the fleet."""

from infra.endpoint import Endpoint, EndpointArgs, invoke
from infra.endpoint_plan import EndpointSettings, Kind
from infra.network import Network
from infra.platform.ground import Ground, tags
from infra.platform.part import Part, joined


def make_endpoints(ground: Ground, network: Network) -> Part:
    """Keep two instances in two zones, or a queue that waits for some; a bad release goes back."""
    settings = ground.settings.endpoints
    if settings is None:
        return Part()
    stated: dict[Kind, EndpointSettings | None] = {
        "realtime": settings.realtime,
        "asynchronous": settings.asynchronous,
        "serverless": settings.serverless,
    }
    return joined(
        make_endpoint(ground, network, kind, each) for kind, each in stated.items() if each
    )


def make_endpoint(ground: Ground, network: Network, kind: Kind, settings: EndpointSettings) -> Part:
    name = f"endpoint-{kind}"
    args = EndpointArgs(
        scope=ground.scope,
        kind=kind,
        settings=settings,
        vpc_id=network.vpc_id,
        subnet_ids=network.private_subnet_ids,
        key_arn=ground.keys.arns["data"],
        logs=ground.logs,
        tags=tags(name, "serving", ground.settings.data_classification),
    )
    endpoint = Endpoint(name, args, ground.home)
    return Part(
        alarms={name: endpoint.alarms},
        permissions=[invoke(ground.scope, [kind])],
        outputs={f"endpoint_{kind}": endpoint.endpoint.name},
    )
