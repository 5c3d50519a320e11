from costing.resources.efs import FileSystem, ReplicationConfiguration
from tests import graphs
from tests.costing.resources.case import Case

CASES = [
    Case("standard storage, unstated", FileSystem, {}, {"TimedStorage-ByteHrs": None}),
    Case(
        "one zone, with a policy that moves files to infrequent access",
        FileSystem,
        {
            "availabilityZoneName": "us-east-1a",
            "lifecyclePolicies": [{"transitionToIa": "AFTER_30_DAYS"}],
        },
        {
            "TimedStorage-Z-ByteHrs": 100,
            "IATimedStorage-Z-ByteHrs": 300,
            "IADataAccess-Bytes": 60,  # 50 read, 10 written
        },
        usage={
            "storage_gb": 100,
            "infrequent_access_storage_gb": 300,
            "monthly_infrequent_access_read_gb": 50,
            "monthly_infrequent_access_write_gb": 10,
        },
    ),
    Case(
        "elastic throughput is charged by the gigabyte, its infrequent access by a rate of its own",
        FileSystem,
        {
            "throughputMode": "elastic",
            "lifecyclePolicies": [
                {"transitionToIa": "AFTER_30_DAYS"},
                {"transitionToArchive": "AFTER_90_DAYS"},
            ],
        },
        {
            "TimedStorage-ByteHrs": None,
            "IATimedStorage-ET-ByteHrs": None,
            "IADataAccess-Bytes": None,
            "ArchiveTimedStorage-ByteHrs": None,
            "ArchiveDataAccess-Bytes": None,
            "ETDataAccess-Bytes": 30,
        },
        usage={"monthly_read_gb": 20, "monthly_write_gb": 10},
    ),
    Case(
        "provisioned throughput, as no storage is stated that would include any",
        FileSystem,
        {"throughputMode": "provisioned", "provisionedThroughputInMibps": 100},
        {"TimedStorage-ByteHrs": None, "ProvisionedTP-MiBpsHrs": 100},
    ),
    Case(
        "20 GB include a MiBps",
        FileSystem,
        {"throughputMode": "provisioned", "provisionedThroughputInMibps": 10},
        {"TimedStorage-ByteHrs": 100, "ProvisionedTP-MiBpsHrs": 5},
        usage={"storage_gb": 100},
    ),
    Case(
        "a copy is charged in its own region",
        ReplicationConfiguration,
        {"sourceFileSystemId": "fs-1", "destination": {"region": "us-west-2"}},
        {"TimedStorage-ByteHrs": 100, "USW2-AWS-Out-Bytes": 20},
        usage={"storage_gb": 100, "monthly_copied_gb": 20},
    ),
    Case(
        "a copy in one zone",
        ReplicationConfiguration,
        {
            "sourceFileSystemId": "fs-1",
            "destination": {"region": "us-west-2", "availabilityZoneName": "us-west-2a"},
        },
        {"TimedStorage-Z-ByteHrs": None, "USW2-AWS-Out-Bytes": None},
    ),
    Case(
        "a backup policy keeps backups",
        FileSystem,
        {"creationToken": "models"},
        {"TimedStorage-ByteHrs": None, "WarmStorage-ByteHrs-EFS": 50},
        usage={"backup_storage_gb": 50},
        around=[
            graphs.resource(
                "aws:efs/backupPolicy:BackupPolicy",
                "daily",
                {"backupPolicy": {"status": "ENABLED"}},
                references=graphs.refers("fileSystemId", graphs.resource(FileSystem.type, "it")),
            )
        ],
    ),
]
