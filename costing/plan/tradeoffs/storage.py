"""Decisions of queues, streams, file systems and backups: retention and copies."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from costing.estimate.changes import Change
from costing.graph.follow import follow
from costing.graph.resource import Graph, Resource
from costing.plan.tradeoffs.databases import NO_POINT, RARELY
from costing.plan.tradeoffs.model import Decision, Setting, Unknown, committed
from costing.plan.tradeoffs.zones import ZoneEvents

PLAN = "aws:backup/plan:Plan"
VAULT = "aws:backup/vault:Vault"
FILE_SYSTEM = "aws:efs/fileSystem:FileSystem"
REGIONAL_RATE = "AWS publishes no rate of regional outages"
CONSUMER_RATE = "how often a consumer stops is not in the source"


@dataclass(frozen=True, slots=True)
class Retention:
    """Time for which messages wait for a consumer. `hours`: of one unit of the input."""

    type: str
    path: str
    least: int  # AWS's default
    more: int  # the setting offered instead of the default
    hours: float
    usage: tuple[str, ...] = ()  # keys of what is kept longer than the default


STREAM_USAGE = (
    "monthly_on_demand_extended_retention_gb",
    "monthly_on_demand_long_term_retention_gb",
    "monthly_provisioned_long_term_retention_gb",
)
RETENTIONS = (
    Retention("aws:kinesis/stream:Stream", "retentionPeriod", 24, 168, 1.0, STREAM_USAGE),
    Retention("aws:sqs/queue:Queue", "messageRetentionSeconds", 345_600, 1_209_600, 1 / 3600),
)


def retention(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the retention of each queue and stream beyond AWS's default."""
    for kind in RETENTIONS:
        for resource in graph.of_type(kind.type):
            value = resource.inputs.get(kind.path, kind.least)
            if not isinstance(value, int | float):
                yield Unknown("retention", resource, f"{kind.path} is known only after deployment")
                continue
            taken = value > kind.least
            longer, shorter = (value, kind.least) if taken else (kind.more, value)
            yield Decision(
                "retention",
                resource,
                taken=taken,
                with_it=waits(longer * kind.hours),
                without=waits(shorter * kind.hours),
                change=Change(
                    {resource.urn: {kind.path: shorter if taken else longer}},
                    usage={resource.urn: dict.fromkeys(kind.usage, (None, 0))} if taken else {},
                ),
                not_modelled=CONSUMER_RATE,
            )


def waits(hours: float) -> Setting:
    time = duration(hours)
    return Setting(f"messages kept {time}", None, f"none if consumers are back within {time}")


def duration(hours: float) -> str:
    if hours < 1:
        return f"{hours * 60:g} minutes"
    return f"{hours:g} hours" if hours < 48 else f"{hours / 24:g} days"  # noqa: PLR2004


def file_systems(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the zones of each EFS file system."""
    for system in graph.of_type(FILE_SYSTEM):
        zone = system.inputs.get("availabilityZoneName")
        where = None if zone is not None else f"{system.region}a"
        yield Decision(
            "file system zones",
            system,
            taken=zone is None,
            with_it=Setting("several zones", committed("efs-regional")),
            without=Setting("one zone", committed("efs-one-zone"), "content of the zone"),
            change=Change({system.urn: {"availabilityZoneName": where}}),
            note="data in the other zones is copied, not billed here",
        )


def backup_copies(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the vaults that backup plans copy into: without them, all copies go."""
    plans: dict[str, list[Resource]] = defaultdict(list)
    for plan in graph.of_type(PLAN):
        for urn in {each.urn for each in copy_vaults(graph, plan)}:
            plans[urn].append(plan)
    for urn, users in sorted(plans.items()):
        vault = graph.by_urn[urn]
        away = any(vault.region != plan.region for plan in users)
        without_copies = {
            plan.urn: {"rules": [{**rule, "copyActions": []} for rule in rules_of(plan)]}
            for plan in users
        }
        yield Decision(
            "backup copies",
            vault,
            taken=True,
            with_it=Setting(f"copies in {vault.region}", None, "the last copied backup"),
            without=Setting("no copies", None, NO_POINT if away else "the own vault"),
            change=Change(without_copies, frozenset({urn})),
            not_modelled=REGIONAL_RATE if away else RARELY,
        )


def copy_vaults(graph: Graph, plan: Resource) -> list[Resource]:
    found = [
        follow(graph, plan, f"rules[{first}].copyActions[{second}].destinationVaultArn", VAULT)
        for first, rule in enumerate(rules_of(plan))
        for second in range(len(copies_of(rule)))
    ]
    return [each for each in found if isinstance(each, Resource)]


def rules_of(plan: Resource) -> list[Mapping[str, Any]]:
    """Return the rules of a plan; none if one of them is unknown."""
    rules = plan.inputs.get("rules")
    if isinstance(rules, list) and all(isinstance(rule, Mapping) for rule in rules):
        return rules
    return []


def copies_of(rule: Mapping[str, Any]) -> list[Any]:
    copies = rule.get("copyActions")
    return copies if isinstance(copies, list) else []


COPIES = {  # resources that exist for a copy in another region
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": "bucket replication",
    "aws:s3/bucketReplicationConfiguration:BucketReplicationConfiguration": "bucket replication",
    "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": (
        "backup copies"
    ),
    "aws:efs/replicationConfiguration:ReplicationConfiguration": "file system replication",
    "aws:ecr/replicationConfiguration:ReplicationConfiguration": "image replication",
}


def replications(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield replication configurations."""
    for kind, name in COPIES.items():
        for resource in graph.of_type(kind):
            yield Decision(
                name,
                resource,
                taken=True,
                with_it=Setting("copies", None, "what was not replicated yet"),
                without=Setting("no copies", None, "the content of the region"),
                change=Change(removed=frozenset({resource.urn})),
                not_modelled=REGIONAL_RATE,
                note="storage of the copy is part of its own resource",
            )
