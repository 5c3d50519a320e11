"""Amazon GuardDuty. https://aws.amazon.com/guardduty/pricing/."""

from collections.abc import Callable, Iterator
from typing import Literal

from costing.model import Meter
from costing.resources._shared.metering import Metering, charges, only_if
from costing.resources._shared.priced_resource import Block, Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, StatedResource, metered, usage_of
from costing.units import Unit

SERVICE = "AmazonGuardDuty"
FEATURE = "aws:guardduty/detectorFeature:DetectorFeature"
ALWAYS = (
    Line("monthly_cloudtrail_events", "CloudTrail events", "PaidEventsAnalyzed", Unit.EVENTS),
    Line("monthly_log_gb", "Flow and DNS logs", "PaidEventsAnalyzed-Bytes", Unit.GB),
)
BY_FEATURE = {
    "S3_DATA_EVENTS": (
        Line("monthly_s3_events", "S3 data events", "PaidS3DataEventsAnalyzed", Unit.EVENTS),
    ),
    "EKS_AUDIT_LOGS": (
        Line(
            "monthly_eks_events",
            "EKS audit logs",
            "PaidKubernetesAuditLogsAnalyzed",
            Unit.EVENTS,
        ),
    ),
    "EBS_MALWARE_PROTECTION": (
        Line(
            "monthly_ebs_scanned_gb",
            "Malware scans of volumes",
            "PaidMalwareProtectionEBSDataScanned",
            Unit.GB,
        ),
    ),
    "RDS_LOGIN_EVENTS": (
        Line("rds_vcpus", "RDS login activity", "PaidRDSvCPUMonitored", Unit.VCPU_MONTHS),
        Line("aurora_acus", "Aurora login activity", "PaidRDSACUMonitored", Unit.ACU_MONTHS),
    ),
    "LAMBDA_NETWORK_LOGS": (
        Line(
            "monthly_lambda_log_gb",
            "Lambda network logs",
            "PaidLambdaNetworkLogsAnalyzed-Bytes",
            Unit.GB,
        ),
    ),
    "EKS_RUNTIME_MONITORING": (
        Line("eks_vcpus", "Runtime of EKS", "PaidEKSvCPUMonitored", Unit.VCPU_MONTHS),
    ),
    "RUNTIME_MONITORING": (
        Line("eks_vcpus", "Runtime of EKS", "PaidEKSvCPUMonitored", Unit.VCPU_MONTHS),
        Line("ec2_vcpus", "Runtime of EC2", "PaidEC2vCPUMonitored", Unit.VCPU_MONTHS),
        Line("fargate_vcpus", "Runtime of Fargate", "PaidFargatevCPUMonitored", Unit.VCPU_MONTHS),
    ),
}
EVERY = tuple({line.key: line for lines in BY_FEATURE.values() for line in lines}.values())
SCANNED = (
    Line("monthly_scanned_gb", "Data scanned", "MalwareProtectionS3DataScanned", Unit.GB),
    Line("monthly_objects", "Objects scanned", "MalwareProtectionS3ScanRequest", Unit.OBJECTS),
)


class Feature(Block):
    name: str
    status: Literal["ENABLED", "DISABLED"]

    def is_on(self) -> bool:
        return self.status == "ENABLED"


class Enabled(Block):
    enable: bool = True


class Kubernetes(Block):
    audit_logs: Enabled = Enabled(enable=False)


class Finding(Block):
    ebs_volumes: Enabled = Enabled(enable=False)


class Malware(Block):
    scan_ec2_instance_with_findings: Finding = Finding()


class Datasources(Block):
    s3_logs: Enabled = Enabled()
    kubernetes: Kubernetes = Kubernetes(audit_logs=Enabled())
    malware_protection: Malware = Malware(
        scan_ec2_instance_with_findings=Finding(ebs_volumes=Enabled())
    )

    @property
    def scans_volumes(self) -> bool:
        return self.malware_protection.scan_ec2_instance_with_findings.ebs_volumes.enable


class Detector(PricedResource):
    """Events, logs, gigabytes and vCPUs that it watches, by the features that are on.

    AWS turns the protection of S3, EKS audit logs, EBS, RDS and Lambda on with a new detector;
    its data sources and features in the program say otherwise. The free month of a new
    account is charged.
    """

    type = "aws:guardduty/detector:Detector"
    usage = usage_of("DetectorUsage", (*ALWAYS, *EVERY))

    enable: bool = True
    datasources: Datasources = Datasources()

    @charges(*(line.name for line in (*ALWAYS, *EVERY)))
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        if self.enable:
            yield from metered(SERVICE, ALWAYS, usage)
            yield from self.of_features(usage, links)

    def of_features(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        """Yield what each feature analyzes, once where two features share it."""
        listed: set[str] = set()
        for name, is_on in self.features(links).items():
            lines = [line for line in BY_FEATURE.get(name, ()) if line.key not in listed]
            for each in only_if(is_on, *metered(SERVICE, lines, usage)):
                listed |= {each.usage or ""} if isinstance(each, Meter) else set()
                yield each

    def features(self, links: Links) -> dict[str, Callable[[], bool]]:
        """Return the features, and for each a function that returns whether it is on."""
        on: dict[str, Callable[[], bool]] = {
            "S3_DATA_EVENTS": lambda: self.datasources.s3_logs.enable,
            "EKS_AUDIT_LOGS": lambda: self.datasources.kubernetes.audit_logs.enable,
            "EBS_MALWARE_PROTECTION": lambda: self.datasources.scans_volumes,
            "RDS_LOGIN_EVENTS": lambda: True,
            "LAMBDA_NETWORK_LOGS": lambda: True,
        }
        for each in links.referrers(FEATURE, "detectorId"):
            feature = links.read(Feature, each)
            on[feature.name] = feature.is_on
        return on


class MalwareProtectionPlan(StatedResource):
    """Gigabytes and objects of a bucket that are scanned as they arrive."""

    type = "aws:guardduty/malwareProtectionPlan:MalwareProtectionPlan"
    usage = usage_of("MalwareProtectionPlanUsage", SCANNED)
    service = SERVICE
    lines = SCANNED
