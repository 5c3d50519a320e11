"""What storage costs more than it must."""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.graph import Resource, at
from policies.finding import Finding
from policies.reading.changes import changed
from policies.reading.stack import Stack
from policies.reading.tokens import (
    DATABASE,
    INSTANCE,
    LAUNCH_CONFIGURATION,
    LAUNCH_TEMPLATE,
    VOLUME,
)
from policies.reading.values import Truth, all_of, equal, found, items, not_, one_of, read, stated
from policies.rule import Settings, resource_rule

DEARER = ("gp2", "io1", "io2", "standard")  # st1 and sc1 are cheaper yet, for streams


CHEAPER = "gp2"  # of the dearer kinds, the one that gp3 takes the place of at no loss


def on_gp3(machine: Resource, _stack: Stack, _settings: Settings) -> Mapping[str, Any]:
    """Return the inputs with gp3 for each gp2: io1 and io2 have their iops for a reason."""
    inputs = machine.inputs
    for path, value, default in [*volume_types(machine)]:
        stated_kind = default if value is None else value
        if equal(stated_kind, CHEAPER) is True and of_aurora(machine) is False:
            inputs = changed(inputs, path, "gp3")
    return inputs


@resource_rule(
    types=(VOLUME, INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION, DATABASE),
    concern="cost",
    severity="low",
    fix='volume_type="gp3" (type="gp3" of a volume, storage_type="gp3" of a database)',
    same_intent_as=(),
    url="https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html",
    remedy=on_gp3,
)
def volumes_gp3(machine: Resource) -> Iterator[Finding]:
    """Volumes are gp3: a fifth cheaper than gp2, and throughput is bought apart from size.

    io2 needs a reason, and a waiver that states it.
    """
    for path, value, default in volume_types(machine):
        kind = default if value is None else value
        broken = all_of([one_of(kind, DEARER), not_(of_aurora(machine))])
        yield from found(broken, machine, path, "gp3", actual=value)


def volume_types(machine: Resource) -> Iterator[tuple[str, object, str | None]]:
    """Yield path, type and default of each volume; None where the image says what it is."""
    if machine.type == VOLUME:
        yield "type", read(machine, "type"), "gp2"
    elif machine.type == DATABASE:
        copied = stated(machine, "replicateSourceDb") or stated(machine, "snapshotIdentifier")
        yield "storageType", read(machine, "storageType"), None if copied else "gp2"
    elif machine.type == LAUNCH_TEMPLATE:
        for path, mapping in items(machine, "blockDeviceMappings"):
            yield f"{path}.ebs.volumeType", at(mapping, "ebs.volumeType"), None
    else:
        yield "rootBlockDevice.volumeType", read(machine, "rootBlockDevice.volumeType"), None
        for path, device in items(machine, "ebsBlockDevices"):
            made_of_image = at(device, "snapshotId") is not None
            yield f"{path}.volumeType", at(device, "volumeType"), None if made_of_image else "gp2"


def of_aurora(machine: Resource) -> Truth:
    """Aurora's storage is the cluster's, and of no such kind."""
    engine = read(machine, "engine") if machine.type == DATABASE else None
    return one_of(engine, ("aurora", "aurora-mysql", "aurora-postgresql"))
