"""Service quotas against what a stack asks for at its largest size.

https://docs.aws.amazon.com/servicequotas/latest/userguide/intro.html
"""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from costing.aws.instance_types import instance_types
from costing.aws.launch_templates import first_template
from costing.graph.follow import follow
from costing.graph.resource import Graph, Resource, at
from plimsoll.preflight.account import Client, Result, guarded

UNRESERVED = 100  # executions that Lambda keeps unreserved
# EC2 quotas on vCPUs by instance family: code of On-Demand, code of Spot.
# https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html
FAMILIES = {
    "standard": ("L-1216C47A", "L-34B43A08"),
    "g": ("L-DB2E81BA", "L-3819A6DF"),
    "p": ("L-417A185B", "L-7212CCBC"),
    "inf": ("L-1945791B", "L-B5D1601B"),
    "trn": ("L-2C3B7624", "L-6B0D517C"),
}
# Step of a pipeline → path of its cluster, end of the quota's name.
# https://docs.aws.amazon.com/general/latest/gr/sagemaker.html
JOBS = {
    "Training": ("ResourceConfig", "training job usage"),
    "Processing": ("ProcessingResources.ClusterConfig", "processing job usage"),
    "Transform": ("TransformResources", "transform job usage"),
}
ADDRESSES, NAT, CONCURRENCY = "L-0263D0A3", "L-FE5A380F", "L-B99A9384"


@dataclass(frozen=True, slots=True)
class Need:
    """Amount that a stack asks of one quota."""

    service: str
    code: str  # empty: found by name
    name: str
    amount: int


def family_of(instance_type: str) -> str | None:
    """Return the family of the vCPU quota; None for families with a quota of their own."""
    family = re.match(r"[a-z]+", instance_type)
    letters = family[0] if family else ""
    if letters in ("g", "gr", "vt"):
        return "g"
    if letters in ("p", "inf", "trn"):
        return letters
    return (
        "standard" if letters[:1] in "acdhimrtz" and letters not in ("dl", "mac", "hpc") else None
    )


def largest(types: list[str]) -> tuple[str, int] | None:
    """Return the family of interchangeable types and the vCPUs of the largest one."""
    known = [instance_types()[each] for each in types if each in instance_types()]
    family = family_of(types[0]) if types else None
    return (family, max(each.vcpu for each in known)) if known and family else None


def vcpus(graph: Graph, region: str) -> Counter[tuple[str, bool]]:
    """Return the vCPUs a stack may run, by quota family and whether they are Spot."""
    total: Counter[tuple[str, bool]] = Counter()
    for types, on_demand, spot in sizes(graph, region):
        if found := largest(types):
            total[found[0], False] += on_demand * found[1]
            total[found[0], True] += spot * found[1]
    for each in of_region(graph, region, "aws:batch/computeEnvironment:ComputeEnvironment"):
        resources = each.inputs.get("computeResources", {})
        if found := largest(list(resources.get("instanceTypes", []))):
            total[found[0], resources.get("type") == "SPOT"] += int(resources["maxVcpus"])
    return +total


def sizes(graph: Graph, region: str) -> Iterator[tuple[list[str], int, int]]:
    """Yield the instance types of each fleet, and its On-Demand and Spot instances at most."""
    for each in of_region(graph, region, "aws:autoscaling/group:Group"):
        size = whole(each.inputs.get("maxSize"))
        policy = at(each.inputs, "mixedInstancesPolicy")
        if not isinstance(policy, dict):
            template = first_template(partial(follow, graph, each))
            if isinstance(template, Resource):
                yield [str(template.inputs.get("instanceType"))], size, 0
            continue
        overrides = at(policy, "launchTemplate.overrides") or []
        spread = policy.get("instancesDistribution", {})
        base = spread.get("onDemandBaseCapacity", 0)
        share = spread.get("onDemandPercentageAboveBaseCapacity", 100) / 100
        on_demand = base + math.ceil((size - base) * share)
        types = [item["instanceType"] for item in overrides if "instanceType" in item]
        yield types, on_demand, size - on_demand
    for each in of_region(graph, region, "aws:eks/nodeGroup:NodeGroup"):
        size = whole(at(each.inputs, "scalingConfig.maxSize"))
        is_spot = each.inputs.get("capacityType") == "SPOT"
        types = list(each.inputs.get("instanceTypes") or [])
        yield types, 0 if is_spot else size, size if is_spot else 0
    for each in of_region(graph, region, "aws:ec2/instance:Instance"):
        yield [str(each.inputs.get("instanceType"))], 1, 0


def whole(size: object) -> int:
    """Return a number of instances; 0 for one that is known only after deployment."""
    return int(size) if isinstance(size, (int, float)) else 0


def of_region(graph: Graph, region: str, kind: str) -> list[Resource]:
    return [each for each in graph.of_type(kind) if each.region == region]


def needs(graph: Graph, region: str) -> Iterator[Need]:
    for (family, spot), amount in sorted(vcpus(graph, region).items()):
        market = "Spot" if spot else "On-Demand"
        name = f"vCPUs of {family} {market} instances"
        yield Need("ec2", FAMILIES[family][spot], name, amount)
    if addresses := of_region(graph, region, "aws:ec2/eip:Eip"):
        yield Need("ec2", ADDRESSES, "Elastic IP addresses", len(addresses))
    gateways = Counter(
        str(each.references.get("subnetId")) + str(each.inputs.get("subnetId"))
        for each in of_region(graph, region, "aws:ec2/natGateway:NatGateway")
    )
    if gateways:
        yield Need("vpc", NAT, "NAT gateways per Availability Zone", max(gateways.values()))
    reserved = [
        each.inputs["reservedConcurrentExecutions"]
        for each in of_region(graph, region, "aws:lambda/function:Function")
        if isinstance(each.inputs.get("reservedConcurrentExecutions"), (int, float))
    ]
    if reserved:
        amount = int(sum(reserved)) + UNRESERVED
        yield Need("lambda", CONCURRENCY, "Lambda concurrent executions", amount)
    yield from endpoint_needs(graph, region)
    yield from job_needs(graph, region)


def job_needs(graph: Graph, region: str) -> Iterator[Need]:
    """Yield the instances of pipelines' training and processing jobs, as far as they are known."""
    total: Counter[tuple[str, str]] = Counter()
    for pipeline in of_region(graph, region, "aws:sagemaker/pipeline:Pipeline"):
        for step in steps_of(pipeline):
            arguments = step.get("Arguments", {})
            path, usage = JOBS.get(step.get("Type", ""), ("", ""))
            cluster = at(arguments, path) if path else None
            if not isinstance(cluster, dict) or not isinstance(cluster.get("InstanceType"), str):
                continue
            spot = "spot " if arguments.get("EnableManagedSpotTraining") is True else ""
            count = cluster.get("InstanceCount", 1)
            total[cluster["InstanceType"], spot + usage] += count if isinstance(count, int) else 1
    for (instance_type, usage), amount in sorted(total.items()):
        yield Need("sagemaker", "", f"{instance_type} for {usage}", amount)


def steps_of(pipeline: Resource) -> list[dict[str, Any]]:
    """Return the steps of a pipeline; none if its definition is known only after deployment."""
    definition = pipeline.inputs.get("pipelineDefinition")
    try:
        parsed = json.loads(definition) if isinstance(definition, str) else {}
    except ValueError:
        return []
    steps = parsed.get("Steps", []) if isinstance(parsed, dict) else []
    return [each for each in steps if isinstance(each, dict)]


def endpoint_needs(graph: Graph, region: str) -> Iterator[Need]:
    total: Counter[str] = Counter()
    kind = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
    for each in of_region(graph, region, kind):
        for variant in each.inputs.get("productionVariants", []):
            if instance_type := variant.get("instanceType"):
                # A deployment runs the old and the new fleet at once.
                total[instance_type] += 2 * int(variant.get("initialInstanceCount", 1))
    for instance_type, amount in sorted(total.items()):
        yield Need("sagemaker", "", f"{instance_type} for endpoint usage", amount)


def check_quotas(graph: Graph, region: str, client: Client) -> Iterator[Result]:
    quotas = client("service-quotas", region)

    @cache
    def by_name(service: str) -> dict[str, float]:
        pages = quotas.get_paginator("list_service_quotas").paginate(ServiceCode=service)
        return {each["QuotaName"]: each["Value"] for page in pages for each in page["Quotas"]}

    def value_of(need: Need) -> float:
        if not need.code:
            return by_name(need.service).get(need.name, 0)
        answer = quotas.get_service_quota(ServiceCode=need.service, QuotaCode=need.code)
        return float(answer["Quota"]["Value"])

    for need in needs(graph, region):
        yield from guarded("quota", region, compared(need, region, value_of), need.name)


def compared(need: Need, region: str, value_of: Callable[[Need], float]) -> Iterator[Result]:
    value = value_of(need)
    message = f"{need.name}: {value:g}, the stack asks for up to {need.amount}"
    if value >= need.amount:
        yield Result("ok", "quota", region, message)
        return
    code = f" --quota-code {need.code}" if need.code else ""
    yield Result(
        "missing",
        "quota",
        region,
        message,
        f"aws service-quotas request-service-quota-increase --region {region} "
        f"--service-code {need.service}{code} --desired-value {need.amount}",
    )
