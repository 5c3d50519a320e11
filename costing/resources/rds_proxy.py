"""Amazon RDS Proxy. https://aws.amazon.com/rds/proxy/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from costing.graph.resource import Resource
from costing.model import ZERO, Meter, Sku
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.resources._shared.rds_instances import SERVICE, vcpus
from costing.units import HOURS_PER_MONTH, Unit

INSTANCE, CLUSTER = "aws:rds/instance:Instance", "aws:rds/cluster:Cluster"
CLUSTER_INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
TARGET = "aws:rds/proxyTarget:ProxyTarget"
SERVERLESS = "db.serverless"
LEAST_VCPUS, LEAST_ACUS = Decimal(2), Decimal(8)


class ProxyUsage(ResourceUsage):
    vcpu_count: Quantity = None  # of the instances behind it; those of the stack where not given
    capacity_units_per_hr: Quantity = None  # Aurora capacity units of serverless instances


class Behind(Block):
    """An instance behind a proxy."""

    instance_class: str


class Proxy(PricedResource):
    """A proxy is charged by the vCPUs, or capacity units, of the instances behind it."""

    type = "aws:rds/proxy:Proxy"
    usage = ProxyUsage

    @charges("Proxy")
    def meters(self, usage: ProxyUsage, links: Links) -> Iterator[Meter]:
        behind = [links.read(Behind, each).instance_class for each in instances(links)]
        provisioned = [each for each in behind if each != SERVERLESS]
        count = usage.vcpu_count
        if count is None and provisioned:
            count = sum((max(vcpus(each), LEAST_VCPUS) for each in provisioned), ZERO)
        if provisioned or not behind:
            yield Meter(
                "Proxy",
                Sku(SERVICE, "RDS:ProxyUsage"),
                None if count is None else count * HOURS_PER_MONTH,
                Unit.VCPU_HOURS,
                usage="vcpu_count",
            )
        if len(provisioned) < len(behind):
            units = max(usage.capacity_units_per_hr or ZERO, LEAST_ACUS)
            yield Meter(
                "Proxy of serverless instances",
                Sku(SERVICE, "RDS:Proxy-ASv2-Usage"),
                units * HOURS_PER_MONTH,
                Unit.ACU_HOURS,
                usage="capacity_units_per_hr",
                assumed=f"{LEAST_ACUS} units, the least that is charged"
                if units == LEAST_ACUS
                else None,
            )


def instances(links: Links) -> Iterator[Resource]:
    """Yield the instances that a proxy's targets lead to."""
    for target in links.referrers(TARGET, "dbProxyName"):
        of = links.of(target)
        instance = of.follow("dbInstanceIdentifier", INSTANCE)
        cluster = of.follow("dbClusterIdentifier", CLUSTER)
        if instance is not None:
            yield instance
        if cluster is not None:
            yield from links.of(cluster).referrers(CLUSTER_INSTANCE, "clusterIdentifier")
