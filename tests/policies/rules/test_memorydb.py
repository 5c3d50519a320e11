"""Rules for Amazon MemoryDB."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "memorydb-cluster-minor-version-upgrade",
        "autoMinorVersionUpgrade",
        passes=[None, True],
        fails=[False],
    ),
    *of_input("memorydb-cluster-snapshots", "snapshotRetentionLimit", passes=[1], fails=[0, None]),
    *of_input("memorydb-cluster-no-open-access", "aclName", passes=[None], fails=["open-access"]),
]
