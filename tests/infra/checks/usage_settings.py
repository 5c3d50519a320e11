"""Usage of a stack against its settings: retention, copies, storage classes, standby twins."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

from tests.infra.checks.objectives import MINUTES
from tests.infra.recorder import Recording, Registered

DAY = 24 * 60
MONTH = 730 * 60  # minutes
ROUNDED = 1.05  # 90 days as three months
LEAST_KEPT = 0.1  # assumed: part of ingested logs that is left when compressed
TABLE = "aws:dynamodb/table:Table"
CLASSES = {"STANDARD_IA": "standard_infrequent_access", "GLACIER_IR": "glacier_instant_retrieval"}
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
Quantities = Mapping[str, Mapping[str, Decimal]]  # by resource name and usage key


def quantities(estimate: Mapping[str, Any]) -> dict[str, dict[str, Decimal]]:
    """Return what the usage file states, by type, name and key."""
    found: dict[str, dict[str, Decimal]] = {}
    for resource in estimate["resources"]:
        name = f"{resource['type']}::{resource['name']}"
        for charge in resource["charges"]:
            if charge["usage"] and charge["quantity"] is not None:
                stated = found.setdefault(name, {})
                before = stated.get(charge["usage"], Decimal(0))
                stated[charge["usage"]] = before + Decimal(charge["quantity"])
    return found


def findings(
    estimate: Mapping[str, Any], recording: Recording, config: Mapping[str, Any]
) -> list[str]:
    stated = quantities(estimate)
    sizes = config.get("plimsoll:recovery", {}).get("sizes_gb", {})
    return sorted(
        {*not_given(estimate), *backups(stated, recording, sizes), *tiers(stated, recording),
         *twins(stated), *logs(stated, recording)}
    )  # fmt: skip


def not_given(estimate: Mapping[str, Any]) -> Iterator[str]:
    for resource in estimate["resources"]:
        for charge in resource["charges"]:
            if charge["quantity"] is None:
                yield f"{resource['name']}: {charge['usage']} is not given"


@dataclass(frozen=True, slots=True)
class Kept:
    """Backups of a store that a rule of a plan keeps in a vault of the stack."""

    plan: str
    vault: str
    store: Registered
    interval_minutes: float
    days: int
    is_copy: bool


def kept_backups(recording: Recording) -> Iterator[Kept]:
    for each in recording.of_type("aws:backup/selection:Selection"):
        plan = recording.follow(each.inputs["planId"])
        stores = [*recording.referred(each.inputs["resources"]), *external_tables(each)]
        for rule in plan.inputs["rules"]:
            if rule["ruleName"] not in MINUTES:
                continue
            targets = [(rule["targetVaultName"], rule["lifecycle"]["deleteAfter"], False)]
            targets += [
                (copy["destinationVaultArn"], copy["lifecycle"]["deleteAfter"], True)
                for copy in rule["copyActions"]
            ]
            for target, days, is_copy in targets:
                vaults = recording.referred(target)  # none: a vault of another account
                for vault, store in product(vaults, stores):
                    interval = MINUTES[rule["ruleName"]]
                    yield Kept(str(plan), str(vault), store, interval, days, is_copy)


def backups(stated: Quantities, recording: Recording, sizes: Mapping[str, int]) -> Iterator[str]:
    """Yield vaults and copies with less than their plans keep."""
    for (name, key), amount in backup_quantities(recording, sizes).items():
        given = stated.get(name, {}).get(key, Decimal(0))
        if given < amount:
            yield f"{name}: {key} is {given}, the settings need at least {amount:g}"


def backup_quantities(
    recording: Recording, sizes: Mapping[str, int]
) -> dict[tuple[str, str], float]:
    """Return what plans keep and copy, by resource and key: S3 once, tables and Aurora whole.

    Aurora snapshots within the cluster's own retention are free, so only copies count.
    """
    wanted: dict[tuple[str, str], float] = {}
    for each in kept_backups(recording):
        count = each.days * DAY / each.interval_minutes
        key, amount = kept_gb(each.store, sizes, count, is_copy=each.is_copy)
        wanted[each.vault, key] = wanted.get((each.vault, key), 0) + amount
        if each.is_copy:
            moved = transferred_gb(each.store, sizes, MONTH / each.interval_minutes)
            place = (each.plan, "monthly_copied_gb")
            wanted[place] = wanted.get(place, 0) + moved
    return wanted


def transferred_gb(store: Registered, sizes: Mapping[str, int], copies: float) -> float:
    """Return what copies of a store transfer: DynamoDB and Aurora whole each time, S3 changes.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html
    """
    if store.type == "aws:rds/cluster:Cluster":
        return sizes.get("database", 0) * copies
    return sizes.get("feature_store", 0) * copies if store.type == TABLE else 0


def external_tables(selection: Registered) -> list[Registered]:
    """Return replicas of tables that a selection names by ARN."""
    return [
        Registered(TABLE, "replica", {}, True, "", "", False, frozenset(), ())  # noqa: FBT003
        for each in selection.inputs["resources"]
        if each.startswith("arn:aws:dynamodb:")
    ]


def kept_gb(
    store: Registered, sizes: Mapping[str, int], count: float, *, is_copy: bool
) -> tuple[str, float]:
    if store.type == "aws:rds/cluster:Cluster":
        return "monthly_aurora_snapshot_gb", sizes.get("database", 0) * count * is_copy
    if store.type == TABLE:
        return "monthly_dynamodb_backup_gb", sizes.get("feature_store", 0) * count
    return "monthly_s3_backup_gb", sizes.get(store.name.rpartition("-")[2], 0)


def tiers(stated: Quantities, recording: Recording) -> Iterator[str]:
    """Yield buckets that hold 100 GB or more, all of it in Standard, against their lifecycle."""
    for each in recording.of_type(LIFECYCLE):
        bucket = recording.follow(each.inputs["bucket"])
        given = stated.get(str(bucket), {})
        if given.get("standard.storage_gb", Decimal(0)) < 100:
            continue
        for rule in each.inputs["rules"]:
            for transition in rule.get("transitions", []):
                key = f"{CLASSES[transition['storageClass']]}.storage_gb"
                if not given.get(key):
                    yield f"{bucket}: moves objects to {transition['storageClass']}, {key} is 0"


def twins(stated: Quantities) -> Iterator[str]:
    """Yield standby resources without any usage, whose twin in the first region has some."""
    for name, given in stated.items():
        kind, _, short = name.rpartition("::")
        twin = stated.get(f"{kind}::standby-{short}")
        if twin is not None and any(given.values()) and not any(twin.values()):
            yield f"{kind}::standby-{short}: no usage, {short} has some"


def logs(stated: Quantities, recording: Recording) -> Iterator[str]:
    """Yield log groups that hold more than their retention keeps, or less of it than a tenth.

    CloudWatch bills stored logs compressed.
    https://aws.amazon.com/cloudwatch/pricing/
    """
    for each in recording.of_type("aws:cloudwatch/logGroup:LogGroup"):
        given = stated.get(str(each), {})
        rate, held = given.get("monthly_data_ingested_gb"), given.get("storage_gb")
        days = each.inputs.get("retentionInDays")
        if rate is None or held is None or not days:
            continue
        most = float(rate) * days * DAY / MONTH
        if not most * LEAST_KEPT <= float(held) <= most * ROUNDED:
            yield f"{each}: storage_gb is {held}, {days:g} days of {rate} GB a month are {most:.2f}"
