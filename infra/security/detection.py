"""GuardDuty, Security Hub, Inspector and Macie."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import guardduty, inspector2, macie2, securityhub

from infra.aws.alarm import Event
from infra.context import Context
from infra.deployment import Deployment
from infra.security.settings import AccountSettings

HIGH_SEVERITY = 7  # of at most 10
# https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html
STANDARDS = {
    "best-practices": "aws-foundational-security-best-practices/v/1.0.0",
    "cis": "cis-aws-foundations-benchmark/v/5.0.0",
    "nist-800-53": "nist-800-53/v/5.0.0",
    "pci-dss": "pci-dss/v/4.0.1",
}
# Features that a new detector enables, so that unwanted ones must be disabled.
FEATURES = (
    "EBS_MALWARE_PROTECTION",
    "EKS_AUDIT_LOGS",
    "LAMBDA_NETWORK_LOGS",
    "RDS_LOGIN_EVENTS",
    "RUNTIME_MONITORING",
    "S3_DATA_EVENTS",
)
AGENTS = ("ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT", "EKS_ADDON_MANAGEMENT")


def detection_events() -> list[Event]:
    return [
        Event(
            name="guardduty-finding",
            description="GuardDuty finding of high severity",
            pattern={
                "source": ["aws.guardduty"],
                "detail-type": ["GuardDuty Finding"],
                "detail": {"severity": [{"numeric": [">=", HIGH_SEVERITY]}]},
            },
        ),
        Event(
            name="security-hub-finding",
            description="New critical Security Hub finding",
            pattern={
                "source": ["aws.securityhub"],
                "detail-type": ["Security Hub Findings - Imported"],
                "detail": {
                    "findings": {
                        "ProductName": [{"anything-but": "GuardDuty"}],  # has its own event
                        "RecordState": ["ACTIVE"],
                        "Severity": {"Label": ["CRITICAL"]},
                        "Workflow": {"Status": ["NEW"]},
                    }
                },
            },
        ),
    ]


@dataclass(frozen=True, slots=True)
class DetectionArgs:
    context: Context
    settings: AccountSettings
    data_buckets: Sequence[pulumi.Input[str]]  # names of buckets that Macie analyzes


class Detection(pulumi.ComponentResource):
    """GuardDuty, Security Hub, Inspector and Macie in one region."""

    def __init__(
        self, name: str, args: DetectionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Detection", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("detection", "shared", "internal")
        self.child = pulumi.ResourceOptions(parent=self)

        services = args.settings.services
        if "guardduty" in services:
            self._guardduty()
        if "security_hub" in services and args.settings.standards:
            self._security_hub()
        if "inspector" in services and args.settings.inspector:
            inspector2.Enabler(
                name,
                account_ids=[args.context.account],
                resource_types=args.settings.inspector,
                opts=self.child,
            )
        if "macie" in services and args.settings.macie_sample_percent and args.data_buckets:
            self._macie()
        self.events = detection_events()
        self.register_outputs({})

    def _guardduty(self) -> None:
        detector = guardduty.Detector(
            self.name,
            enable=True,
            finding_publishing_frequency="FIFTEEN_MINUTES",
            tags=self.tags,
            opts=self.child,
        )
        for feature in FEATURES:
            enabled = feature in self.args.settings.guardduty
            guardduty.DetectorFeature(
                f"{self.name}-{feature.lower().replace('_', '-')}",
                detector_id=detector.id,
                name=feature,
                status="ENABLED" if enabled else "DISABLED",
                additional_configurations=[
                    {"name": agent, "status": "ENABLED" if enabled else "DISABLED"}
                    for agent in AGENTS
                ]
                if feature == "RUNTIME_MONITORING"
                else None,
                opts=self.child,
            )

    def _security_hub(self) -> None:
        hub = securityhub.Account(
            self.name,
            enable_default_standards=False,
            auto_enable_controls=True,
            control_finding_generator="SECURITY_CONTROL",
            opts=self.child,
        )
        for standard in self.args.settings.standards:
            region, partition = self.args.context.region, self.args.context.partition
            securityhub.StandardsSubscription(
                f"{self.name}-{standard}",
                standards_arn=f"arn:{partition}:securityhub:{region}::standards/{STANDARDS[standard]}",
                opts=pulumi.ResourceOptions(parent=self, depends_on=[hub]),
            )

    def _macie(self) -> None:
        """Analyze a weekly sample of new objects for sensitive data."""
        session = macie2.Account(
            self.name,
            status="ENABLED",
            finding_publishing_frequency="FIFTEEN_MINUTES",
            opts=self.child,
        )
        macie2.ClassificationJob(
            self.name,
            description="Sensitive data in the data lake",
            job_type="SCHEDULED",
            initial_run=False,
            sampling_percentage=self.args.settings.macie_sample_percent,
            schedule_frequency={"weekly_schedule": "SUNDAY"},
            s3_job_definition={
                "bucket_definitions": [
                    {
                        "account_id": self.args.context.account,
                        "buckets": list(self.args.data_buckets),
                    }
                ]
            },
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[session]),
        )


def add_detection(
    d: Deployment, settings: AccountSettings, data_buckets: Sequence[pulumi.Input[str]]
) -> None:
    d.create(Detection, "detection", DetectionArgs(d.context, settings, data_buckets))
