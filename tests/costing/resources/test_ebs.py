from costing.resources import ebs
from tests import graphs
from tests.costing.resources.case import Case

VOLUME = graphs.resource(ebs.VOLUME, "data", {"size": 500}, id="vol-1")
SNAPSHOT = graphs.resource(ebs.SNAPSHOT, "nightly", {"volumeId": "vol-1"}, id="snap-1")
UNSTATED = {
    "EBS:FastSnapshotRestore": None,
    "EBS:directAPI.snapshot.List": None,
    "EBS:directAPI.snapshot.Get": None,
    "EBS:directAPI.snapshot.Put": None,
}

CASES = [
    Case("a volume without a size has 8 GB of gp2", ebs.Volume, {}, {"EBS:VolumeUsage.gp2": 8}),
    Case(
        "gp3 is charged for IOPS beyond 3,000 and throughput beyond 125 MiBps",
        ebs.Volume,
        {"type": "gp3", "size": 100, "iops": 4000, "throughput": 225},
        {
            "EBS:VolumeUsage.gp3": 100,
            "EBS:VolumeP-IOPS.gp3": 1000,
            "EBS:VolumeP-Throughput.gp3": 100,
        },
    ),
    Case(
        "io2 is charged by rungs of IOPS",
        ebs.Volume,
        {"type": "io2", "size": 100, "iops": 40_000},
        {
            "EBS:VolumeUsage.io2": 100,
            "EBS:VolumeP-IOPS.io2": 32_000,
            "EBS:VolumeP-IOPS.io2.tier2": 8000,
        },
    ),
    Case(
        "io1 has at least 100 IOPS",
        ebs.Volume,
        {"type": "io1", "size": 30},
        {"EBS:VolumeUsage.piops": 30, "EBS:VolumeP-IOPS.piops": 100},
    ),
    Case(
        "a magnetic volume is charged for its requests",
        ebs.Volume,
        {"type": "standard", "size": 20},
        {"EBS:VolumeUsage": 20, "EBS:VolumeIOUsage": 1_000_000},
        usage={"monthly_standard_io_requests": 1_000_000},
    ),
    Case(
        "a volume of a snapshot is as large as the volume that the snapshot is of",
        ebs.Volume,
        {"snapshotId": "snap-1", "type": "gp3"},
        {"EBS:VolumeUsage.gp3": 500},
        around=[VOLUME, SNAPSHOT],
    ),
    Case(
        "a snapshot keeps at most what its volume holds",
        ebs.Snapshot,
        {"volumeId": "vol-1"},
        {"EBS:SnapshotUsage": 500, **UNSTATED},
        around=[VOLUME],
    ),
    Case(
        "what a snapshot keeps may be stated",
        ebs.Snapshot,
        {"volumeId": "vol-1"},
        {
            "EBS:SnapshotUsage": 120,
            "EBS:FastSnapshotRestore": 10,
            "EBS:directAPI.snapshot.List": 1000,
            "EBS:directAPI.snapshot.Get": 2000,
            "EBS:directAPI.snapshot.Put": 3000,
        },
        usage={
            "storage_gb": 120,
            "fast_snapshot_restore_hours": 10,
            "monthly_list_block_requests": 1000,
            "monthly_get_block_requests": 2000,
            "monthly_put_block_requests": 3000,
        },
        around=[VOLUME],
    ),
    Case(
        "of a volume outside the stack only usage tells what a snapshot keeps",
        ebs.Snapshot,
        {"volumeId": "vol-9", "storageTier": "archive"},
        {"EBS:SnapshotArchiveStorage": None, **UNSTATED},
    ),
    Case(
        "a copy keeps as much as the snapshot it is of",
        ebs.SnapshotCopy,
        {"sourceSnapshotId": "snap-1"},
        {"EBS:SnapshotUsage": 500},
        around=[VOLUME, SNAPSHOT],
    ),
    Case(
        "only usage tells what an image holds", ebs.SnapshotImport, {}, {"EBS:SnapshotUsage": None}
    ),
    Case(
        "a snapshot kept ready is charged by the hour in each zone",
        ebs.FastSnapshotRestore,
        {"availabilityZone": "us-east-1a", "snapshotId": "snap-1"},
        {"EBS:FastSnapshotRestore": 730},
    ),
    Case(
        "an image is the snapshots behind it",
        ebs.Image,
        {"sourceInstanceId": "i-1"},
        {"EBS:SnapshotUsage": 20},
        usage={"storage_gb": 20},
    ),
]
