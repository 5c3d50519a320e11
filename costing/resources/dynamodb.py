"""Amazon DynamoDB. https://aws.amazon.com/dynamodb/pricing/.

Usage types: the developer guide's "Understanding DynamoDB billing and usage reports".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Protocol

from pydantic import Field
from typing_extensions import override

from costing.errors import InputError
from costing.model import Meter, Sku
from costing.resources._shared.application_autoscaling import held_at
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.dynamodb_replicas import (
    BACKUPS,
    CHANGES,
    COPIES,
    EXPORTED,
    IMPORTED,
    RECOVERY,
    REPLICA_LINES,
    REPLICA_RECOVERY,
    REQUESTS,
    SERVICE,
    STORAGE,
    STREAMS,
    TABLE_LINES,
    replica_recovery,
    replicated,
    states,
)
from costing.resources._shared.inputs import missing
from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.metering import Metering, changed, charges, in_group
from costing.resources._shared.priced_resource import Block, Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import StatedResource, metered, stated, usage_of
from costing.units import HOURS_PER_MONTH, Unit

ON_DEMAND = "PAY_PER_REQUEST"
INFREQUENT = "STANDARD_INFREQUENT_ACCESS"
TABLE, INDEX, UNITS = "dynamodb:table", "dynamodb:index", "CapacityUnits"
CAPACITY = {"Write": Unit.WCU_HOURS, "Read": Unit.RCU_HOURS}
CAPACITY_UNITS = ("Write capacity unit", "Read capacity unit")
THROUGHPUT = (*CAPACITY_UNITS, "Write request unit", "Read request unit")

TableUsage = usage_of("TableUsage", TABLE_LINES, TransferUsage)


class Enabled(Block):
    enabled: bool = False


class Replica(Block):
    region_name: str
    point_in_time_recovery: bool = False


class ProvisionedThroughput(Block):
    read_capacity_units: Decimal
    write_capacity_units: Decimal


class Index(Block):
    name: str
    read_capacity: Decimal | None = None
    write_capacity: Decimal | None = None


TABLE_TYPE = "aws:dynamodb/table:Table"


class Table(PricedResource):
    """Requests or capacity of a table and its indexes, storage, recovery and replicas.

    A replica is charged in its own region: replicated writes, reads with the capacity of the
    table, storage and recovery. Local secondary indexes are storage of the table.
    """

    type = TABLE_TYPE
    usage = TableUsage
    left_out = (
        LeftOut(
            "Warm throughput",
            "warmThroughput",
            reason="no price of warm throughput, charged once when it is raised, is known",
        ),
    )

    billing_mode: str = "PROVISIONED"
    table_class: str = "STANDARD"
    read_capacity: Decimal | None = None
    write_capacity: Decimal | None = None
    global_secondary_indexes: list[Index] = Field(default_factory=list)
    replicas: list[Replica] = Field(default_factory=list)
    point_in_time_recovery: Enabled = Enabled()
    stream_enabled: bool = False
    import_table: object = None

    def meters(self, usage: TransferUsage, links: Links) -> Iterator[Metering]:
        own = [*self.throughput(usage, links)]
        yield from own
        yield from self.storage(usage)
        yield from self.recovery(usage)
        yield from metered(SERVICE, BACKUPS, usage)
        yield from self.streams(usage)
        yield from self.imported(usage)
        yield from self.copies(own, usage)
        yield from transfer(usage, SERVICE, links)

    @property
    def prefix(self) -> str:
        """Return the prefix of the usage types of the table class."""
        return "IA-" if self.table_class == INFREQUENT else ""

    def of_class(self, meters: Iterable[Metering]) -> Iterator[Metering]:
        """Yield the meters with the usage types of the table's class."""
        prefix = self.prefix
        return changed(
            meters, lambda each: replace(each, sku=Sku(SERVICE, prefix + each.sku.usage_type))
        )

    @charges(*THROUGHPUT)
    def throughput(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        if self.billing_mode == ON_DEMAND:
            yield from self.of_class(metered(SERVICE, REQUESTS, usage))
        else:
            yield from self.of_class(self.capacity(links))

    @charges(STORAGE[0].name)
    def storage(self, usage: ResourceUsage) -> Iterator[Metering]:
        yield from self.of_class(metered(SERVICE, STORAGE, usage))

    @charges(RECOVERY[0].name)
    def recovery(self, usage: ResourceUsage) -> Iterator[Meter]:
        if states(usage, RECOVERY) or self.point_in_time_recovery.enabled:
            yield from metered(SERVICE, RECOVERY, usage)

    @charges(STREAMS[0].name)
    def streams(self, usage: ResourceUsage) -> Iterator[Meter]:
        if states(usage, STREAMS) or self.stream_enabled:
            yield from metered(SERVICE, STREAMS, usage)

    @charges(IMPORTED.name)
    def imported(self, usage: ResourceUsage) -> Iterator[Meter]:
        if self.import_table is not None:
            yield from metered(SERVICE, [IMPORTED], usage)

    @charges(*COPIES)
    def copies(self, own: Sequence[Metering], usage: ResourceUsage) -> Iterator[Metering]:
        for replica in self.replicas:
            yield from self.of_class(copy_in(replica, own, usage))

    def capacity(self, links: Links) -> Iterator[Metering]:
        table = f"table/{links.resource.inputs.get('name', links.resource.name)}"
        yield from write_units(self, links, TABLE, table)
        yield from read_units(self, links, TABLE, table)
        yield from self.indexes(links, table)

    @charges(*CAPACITY_UNITS)
    def indexes(self, links: Links, table: str) -> Iterator[Metering]:
        for index in self.global_secondary_indexes:
            yield from index_units(index, links, table)


class TableReplica(PricedResource):
    """A copy of a table in the resource's own region."""

    type = "aws:dynamodb/tableReplica:TableReplica"
    usage = usage_of("ReplicaUsage", [REQUESTS[0], *REPLICA_LINES])

    point_in_time_recovery: bool = False

    @charges(*COPIES)
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        original = links.follow("globalTableArn", TABLE_TYPE)
        region = links.resource.region
        if original is None or not isinstance(region, str):
            raise InputError("the table is not in this stack", "globalTableArn")
        own = stated(usage, REQUESTS[0]) is not None
        of_table = usage if own else links.usage_of(original) or TableUsage()
        table = links.read(Table, original)
        own_throughput = [*table.throughput(whole(of_table), links.of(original))]
        yield from table.of_class(replicated(own_throughput, usage, region))
        yield from self.recovery(usage, links, region)

    @charges(REPLICA_RECOVERY.name)
    def recovery(self, usage: ResourceUsage, links: Links, region: str) -> Iterator[Meter]:
        original = links.follow("globalTableArn", TABLE_TYPE)
        if self.point_in_time_recovery:
            of_table = links.usage_of(original) if original is not None else None
            yield replica_recovery(usage, region, of_table)


class GlobalSecondaryIndex(PricedResource):
    """The capacity of an index declared apart from its table; requests are usage of the table."""

    type = "aws:dynamodb/globalSecondaryIndex:GlobalSecondaryIndex"

    provisioned_throughput: ProvisionedThroughput | None = None

    @override
    @charges(*CAPACITY_UNITS)
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        if self.provisioned_throughput is not None:
            yield from self.writes(self.provisioned_throughput)
            yield from self.reads(self.provisioned_throughput)

    @charges(CAPACITY_UNITS[0])
    def writes(self, throughput: ProvisionedThroughput) -> Iterator[Meter]:
        yield units("Write", throughput.write_capacity_units, None)

    @charges(CAPACITY_UNITS[1])
    def reads(self, throughput: ProvisionedThroughput) -> Iterator[Meter]:
        yield units("Read", throughput.read_capacity_units, None)


class TableExport(StatedResource):
    """An export to S3, in the month of the export. Requests and storage are usage of the bucket."""

    type = "aws:dynamodb/tableExport:TableExport"
    usage = usage_of("ExportUsage", [EXPORTED])
    service = SERVICE
    lines = (EXPORTED,)


class KinesisStreamingDestination(PricedResource):
    """Item changes sent to a Kinesis stream; the stream is charged apart."""

    type = "aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination"
    usage = usage_of("DestinationUsage", [CHANGES])

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        yield from metered(SERVICE, [CHANGES], usage)


def whole(usage: ResourceUsage) -> ResourceUsage:
    """Return table usage with the values of this usage."""
    return TableUsage.model_validate(usage.model_dump(exclude_none=True, by_alias=True))


class Provisioned(Protocol):
    """A table, or an index of one."""

    @property
    def write_capacity(self) -> Decimal | None: ...
    @property
    def read_capacity(self) -> Decimal | None: ...


@charges(CAPACITY_UNITS[0])
def write_units(of: Provisioned, links: Links, dimension: str, name: str) -> Iterator[Meter]:
    held = held_at(links, f"{dimension}:Write{UNITS}", name)
    yield units("Write", of.write_capacity if held is None else None, held)


@charges(CAPACITY_UNITS[1])
def read_units(of: Provisioned, links: Links, dimension: str, name: str) -> Iterator[Meter]:
    held = held_at(links, f"{dimension}:Read{UNITS}", name)
    yield units("Read", of.read_capacity if held is None else None, held)


@charges(*CAPACITY_UNITS)
def index_units(index: Index, links: Links, table: str) -> Iterator[Metering]:
    name = f"{table}/index/{index.name}"
    yield from in_group(write_units(index, links, INDEX, name), index.name)
    yield from in_group(read_units(index, links, INDEX, name), index.name)


def units(
    kind: str, stated_units: Decimal | None, held: tuple[Decimal, str | None] | None
) -> Meter:
    """Meter capacity units: the minimum of autoscaling, else those of the program."""
    capacity, assumed = held or (stated_units, None)
    if capacity is None:
        raise missing(f"{kind.lower()}Capacity")
    short = f"{kind[0]}CU"
    return Meter(
        f"{kind} capacity unit ({short}{', autoscaling' if held else ''})",
        Sku(SERVICE, f"{kind}CapacityUnit-Hrs"),
        capacity * HOURS_PER_MONTH,
        CAPACITY[kind],
        assumed=assumed,
    )


@charges(*COPIES)
def copy_in(replica: Replica, own: Sequence[Metering], usage: ResourceUsage) -> Iterator[Metering]:
    yield from replicated(own, usage, replica.region_name)
    yield from recovery_in(replica, usage)


@charges(REPLICA_RECOVERY.name)
def recovery_in(replica: Replica, usage: ResourceUsage) -> Iterator[Meter]:
    if replica.point_in_time_recovery:
        yield replica_recovery(usage, replica.region_name, usage)
