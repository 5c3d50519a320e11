"""Decisions of SageMaker endpoints: one instance, or more than one."""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.estimate.changes import Change
from costing.graph.follow import referrers
from costing.graph.resource import Graph, at
from costing.plan.tradeoffs.changes import limits
from costing.plan.tradeoffs.model import Decision, Setting, Unknown, committed
from costing.plan.tradeoffs.zones import ZoneEvents
from costing.resources._shared.application_autoscaling import targets
from costing.resources._shared.priced_resource import Links

CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
ENDPOINT = "aws:sagemaker/endpoint:Endpoint"
NO_INSTANCE_LEVEL = "AWS commits no availability for an endpoint of one instance"


def endpoints(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the instances of each SageMaker endpoint: one, or more than one."""
    for configuration in graph.of_type(CONFIGURATION):
        variants = configuration.inputs.get("productionVariants")
        users = referrers(graph, configuration, ENDPOINT)
        if not isinstance(variants, list) or not variants or not users:
            continue
        counts = [at(variant, "initialInstanceCount") for variant in variants]
        if not all(isinstance(each, int | float) for each in counts):
            continue  # serverless, or known only after deployment
        scaled = [each for user in users for each in targets(Links(graph, user), ())]
        least = [each.inputs.get("minCapacity") for each in scaled]
        sizes = [each for each in least or counts if isinstance(each, int | float)]
        many = int(max(sizes, default=1))
        if many < 1:
            yield Unknown("endpoint instances", configuration, "it scales to zero")
            continue
        other = 1 if many > 1 else 2
        changed = [{**variant, "initialInstanceCount": other} for variant in variants]
        inputs: dict[str, Mapping[str, Any]] = {
            configuration.urn: {"productionVariants": changed},
            **{each.urn: {"minCapacity": other} for each in scaled},
        }
        limited = limits(other, taken=many > 1)
        usage = {
            **{user.urn: {"instances": limited} for user in users},
            **{each.urn: {"capacity": limited} for each in scaled},
        }
        yield Decision(
            "endpoint instances",
            configuration,
            taken=many > 1,
            with_it=Setting(f"{max(many, 2)} instances", committed("sagemaker-endpoint")),
            without=Setting("1 instance"),
            change=Change(inputs, usage=usage),
            not_modelled=NO_INSTANCE_LEVEL,
        )
