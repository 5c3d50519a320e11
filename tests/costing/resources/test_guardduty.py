from costing.graph.resource import Resource
from costing.resources.guardduty import FEATURE, Detector, MalwareProtectionPlan
from tests import graphs
from tests.costing.resources.case import Case

IT = graphs.resource(Detector.type, "it")
WATCHED = {
    "PaidEventsAnalyzed": None,
    "PaidEventsAnalyzed-Bytes": None,
    "PaidS3DataEventsAnalyzed": None,
    "PaidKubernetesAuditLogsAnalyzed": None,
    "PaidMalwareProtectionEBSDataScanned": None,
    "PaidRDSvCPUMonitored": None,
    "PaidRDSACUMonitored": None,
    "PaidLambdaNetworkLogsAnalyzed-Bytes": None,
}
RUNTIME = ("PaidEKSvCPUMonitored", "PaidEC2vCPUMonitored", "PaidFargatevCPUMonitored")


def feature(name: str, status: str) -> Resource:
    inputs = {"name": name, "status": status, "detectorId": "id"}
    references = graphs.refers("detectorId", IT, "id")
    return graphs.resource(FEATURE, name.lower(), inputs, references=references)


def without(*usage_types: str) -> dict[str, None]:
    return {key: value for key, value in WATCHED.items() if key not in usage_types}


CASES = [
    Case("a detector watches what AWS turns on", Detector, {}, WATCHED),
    Case("one that is off, nothing", Detector, {"enable": False}, {}),
    Case(
        "by the events and gigabytes that usage states",
        Detector,
        {},
        {**WATCHED, "PaidEventsAnalyzed": 5_000_000, "PaidEventsAnalyzed-Bytes": 700},
        usage={"monthly_cloudtrail_events": "5e6", "monthly_log_gb": 700},
    ),
    Case(
        "data sources may be off",
        Detector,
        {
            "datasources": {
                "s3Logs": {"enable": False},
                "kubernetes": {"auditLogs": {"enable": False}},
            }
        },
        without("PaidS3DataEventsAnalyzed", "PaidKubernetesAuditLogsAnalyzed"),
    ),
    Case(
        "and so may features, and others on",
        Detector,
        {},
        {
            **without("PaidRDSvCPUMonitored", "PaidRDSACUMonitored"),
            **dict.fromkeys(RUNTIME),
            "PaidEC2vCPUMonitored": 600,
        },
        usage={"ec2_vcpus": 600},
        around=[feature("RDS_LOGIN_EVENTS", "DISABLED"), feature("RUNTIME_MONITORING", "ENABLED")],
    ),
    Case(
        "a plan scans a bucket",
        MalwareProtectionPlan,
        {},
        {"MalwareProtectionS3DataScanned": 100, "MalwareProtectionS3ScanRequest": None},
        usage={"monthly_scanned_gb": 100},
    ),
]
