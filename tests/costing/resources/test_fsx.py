from costing.resources.fsx import (
    LustreFileSystem,
    OntapFileSystem,
    OpenZfsFileSystem,
    WindowsFileSystem,
)
from tests.costing.resources.case import Case

ZFS = {"deploymentType": "SINGLE_AZ_1", "storageCapacity": 1000, "throughputCapacity": 64}

CASES = [
    Case(
        "Windows over two zones",
        WindowsFileSystem,
        {
            "deploymentType": "MULTI_AZ_1",
            "storageType": "SSD",
            "storageCapacity": 300,
            "throughputCapacity": 1024,
        },
        {
            "ThroughputCapacity.MultiAZ": 1024,
            "Storage.MultiAZ:SSD": 300,
            "BackupUsage": 10_000,
        },
        usage={"backup_storage_gb": 10_000},
    ),
    Case(
        "hard disks in two zones",
        WindowsFileSystem,
        {
            "deploymentType": "MULTI_AZ_1",
            "storageType": "HDD",
            "storageCapacity": 2000,
            "throughputCapacity": 32,
        },
        {"ThroughputCapacity.MultiAZ": 32, "Storage.MultiAZ:HDD": 2000, "BackupUsage": None},
    ),
    Case(
        "OpenZFS, with IOPS beyond three a gigabyte",
        OpenZfsFileSystem,
        {**ZFS, "diskIopsConfiguration": {"mode": "USER_PROVISIONED", "iops": 3500}},
        {
            "ThroughputCapacity": 64,
            "Storage:SSD": 1000,
            "ProvisionedSSDIOPS": 500,
            "BackupUsage": None,
        },
    ),
    Case(
        "compression makes room, and changes no charge",
        OpenZfsFileSystem,
        {**ZFS, "rootVolumeConfiguration": {"dataCompressionType": "LZ4"}},
        {"ThroughputCapacity": 64, "Storage:SSD": 1000, "BackupUsage": None},
        usage={"compression_savings_percent": 40},
    ),
    Case(
        "Lustre for a while has no backups",
        LustreFileSystem,
        {"storageCapacity": 1200, "deploymentType": "SCRATCH_2"},
        {"Storage": 1200},
    ),
    Case(
        "Lustre to stay, by its throughput a terabyte",
        LustreFileSystem,
        {
            "storageCapacity": 2400,
            "deploymentType": "PERSISTENT_2",
            "perUnitStorageThroughput": 250,
        },
        {"Storage.SSD.250": 2400, "BackupUsage": 500},
        usage={"backup_storage_gb": 500},
    ),
    Case(
        "Lustre on disks",
        LustreFileSystem,
        {
            "storageCapacity": 6000,
            "deploymentType": "PERSISTENT_1",
            "storageType": "HDD",
            "perUnitStorageThroughput": 12,
        },
        {"Storage.HDD.12": 6000, "BackupUsage": None},
    ),
    Case(
        "ONTAP, with data that is tiered to the pool",
        OntapFileSystem,
        {
            "deploymentType": "MULTI_AZ_1",
            "storageCapacity": 1024,
            "throughputCapacity": 512,
            "diskIopsConfiguration": {"mode": "USER_PROVISIONED", "iops": 4000},
        },
        {
            "ThroughputCapacity.MAZ": 512,
            "Storage.MAZ:SSD": 1024,
            "ProvisionedSSDIOPS.MAZ": 928,
            "Storage.MAZ:CPoolStd": 5000,
            "Requests.MAZ:CPoolStdRd": None,
            "Requests.MAZ:CPoolStdWr": None,
            "BackupUsage": None,
        },
        usage={"capacity_pool_storage_gb": 5000},
    ),
    Case(
        "ONTAP's throughput, of each pair of servers",
        OntapFileSystem,
        {
            "deploymentType": "SINGLE_AZ_1",
            "storageCapacity": 1024,
            "throughputCapacityPerHaPair": 256,
        },
        {
            "ThroughputCapacity.SAZ_2N": 256,
            "Storage.SAZ_2N:SSD": 1024,
            "Storage.SAZ_2N:CPoolStd": None,
            "Requests.SAZ_2N:CPoolStdRd": None,
            "Requests.SAZ_2N:CPoolStdWr": None,
            "BackupUsage": None,
        },
    ),
]
