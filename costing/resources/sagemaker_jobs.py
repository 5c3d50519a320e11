"""Amazon SageMaker jobs. https://aws.amazon.com/sagemaker/ai/pricing/.

A job is billed for the hours of its instances, which only usage gives.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field
from typing_extensions import override

from costing.aws.cron import runs_per_month
from costing.errors import InputError, NotPriced
from costing.model import Meter
from costing.resources._shared.inputs import missing
from costing.resources._shared.metering import Metering, charges, only_if
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.resources._shared.requests import times
from costing.resources._shared.sagemaker_instances import SERVICE, instance_hours, volume
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit, divide

MINUTES_PER_HOUR = Decimal(60)
ONE = Decimal(1)
DEFINITION = "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition"


TRAINING, MONITORING = ("Training", "Storage"), ("Monitoring", "Storage")


class JobUsage(ResourceUsage):
    monthly_hrs: Quantity = None  # that its instances run, all runs together


class InstanceGroup(Block):
    instance_type: str
    instance_count: Decimal = ONE


class ResourceConfiguration(Block):
    instance_type: str | None = None
    instance_count: Decimal = ONE
    instance_groups: list[InstanceGroup] = Field(default_factory=list)
    volume_size_in_gb: Decimal | None = None

    def groups(self) -> Sequence[InstanceGroup]:
        if self.instance_type is not None:
            kind, count = self.instance_type, self.instance_count
            return (InstanceGroup(instance_type=kind, instance_count=count),)
        if not self.instance_groups:
            raise missing("resourceConfig.instanceType")
        return self.instance_groups


def training(config: ResourceConfiguration, hours: Quantity, *, spot: bool) -> Iterator[Metering]:
    for group in config.groups():
        yield from instances(config, group, hours, spot=spot)


@charges(*TRAINING)
def instances(
    config: ResourceConfiguration, group: InstanceGroup, hours: Quantity, *, spot: bool
) -> Iterator[Metering]:
    name, form = ("Training, spot", "TrSpt") if spot else ("Training", "Train")
    kind, key, each = group.instance_type, "monthly_hrs", times(hours, group.instance_count)
    yield instance_hours(form, kind, each, name=name, key=key)
    yield from training_volume(config, form, each)


@charges(TRAINING[1])
def training_volume(config: ResourceConfiguration, form: str, hours: Quantity) -> Iterator[Meter]:
    if config.volume_size_in_gb:
        yield volume(form, config.volume_size_in_gb, hours, key="monthly_hrs")


class TrainingJob(PricedResource):
    """The instances of a training job, with their volumes."""

    type = "aws:sagemaker/trainingJob:TrainingJob"
    usage = JobUsage

    resource_config: ResourceConfiguration
    enable_managed_spot_training: bool = False

    @override
    @charges(*TRAINING)
    def meters(self, usage: JobUsage, links: Links) -> Iterator[Metering]:
        spot = self.enable_managed_spot_training
        yield from training(self.resource_config, usage.monthly_hrs, spot=spot)


class TrainingDefinition(Block):
    resource_config: ResourceConfiguration | None = None
    enable_managed_spot_training: bool = False


class HyperParameterTuningJob(PricedResource):
    """The instances of all training jobs of a tuning job, whose hours usage gives in all."""

    type = "aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob"
    usage = JobUsage

    training_job_definition: TrainingDefinition | None = None
    training_job_definitions: list[TrainingDefinition] = Field(default_factory=list)

    @override
    @charges(*TRAINING)
    def meters(self, usage: JobUsage, links: Links) -> Iterator[Metering]:
        listed = [*self.training_job_definitions]
        if self.training_job_definition is not None:
            listed.append(self.training_job_definition)
        if not listed:
            raise missing("trainingJobDefinition")
        hours = usage.monthly_hrs
        share = None if hours is None else divide(hours, Decimal(len(listed)))
        for each in listed:
            yield from searched(each, share)


@charges(*TRAINING)
def searched(definition: TrainingDefinition, hours: Quantity) -> Iterator[Metering]:
    """Yield one of the trainings of a search."""
    if definition.resource_config is None:
        raise missing("trainingJobDefinition.resourceConfig")
    spot = definition.enable_managed_spot_training
    yield from training(definition.resource_config, hours, spot=spot)


class MonitoringUsage(ResourceUsage):
    minutes_per_run: Quantity = None
    monthly_runs: Quantity = None  # those of the schedule where not given


class ClusterConfiguration(Block):
    instance_type: str
    instance_count: Decimal = ONE
    volume_size_in_gb: Decimal = ONE


class Resources(Block):
    cluster_config: ClusterConfiguration


class InlineDefinition(Block):
    monitoring_resources: Resources


class Definition(Block):
    job_resources: Resources


class ScheduleConfiguration(Block):
    schedule_expression: str


class MonitoringConfiguration(Block):
    monitoring_job_definition: InlineDefinition | None = None
    schedule_config: ScheduleConfiguration | None = None


class MonitoringSchedule(PricedResource):
    """The instances of the processing job that a schedule starts, for as long as each runs."""

    type = "aws:sagemaker/monitoringSchedule:MonitoringSchedule"
    usage = MonitoringUsage

    monitoring_schedule_config: MonitoringConfiguration

    @charges(*MONITORING)
    def meters(self, usage: MonitoringUsage, links: Links) -> Iterator[Metering]:
        job = self.job(links)
        runs, assumed = self.runs(usage)
        minutes = usage.minutes_per_run
        hours = times(runs, None if minutes is None else divide(minutes, MINUTES_PER_HOUR))
        key = "monthly_runs" if runs is None else "minutes_per_run"
        each = times(hours, job.instance_count)
        yield from monitoring_hours(job, each, key, assumed)
        yield from monitoring_volume(job, each, key)

    def runs(self, usage: MonitoringUsage) -> tuple[Quantity, str | None]:
        schedule = self.monitoring_schedule_config.schedule_config
        if usage.monthly_runs is not None or schedule is None:
            return usage.monthly_runs, None
        expression = schedule.schedule_expression
        return runs_per_month(expression), f"runs of {expression}"

    def job(self, links: Links) -> ClusterConfiguration:
        inline = self.monitoring_schedule_config.monitoring_job_definition
        if inline is not None:
            return inline.monitoring_resources.cluster_config
        path = "monitoringScheduleConfig.monitoringJobDefinitionName"
        found = links.follow(path, DEFINITION)
        if found is None:
            raise InputError("the monitoring job definition is not in this stack", path)
        return links.read(Definition, found).job_resources.cluster_config


@charges(MONITORING[0])
def monitoring_hours(
    job: ClusterConfiguration, hours: Quantity, key: str, assumed: str | None
) -> Iterator[Meter]:
    kind = job.instance_type
    yield instance_hours("Processing", kind, hours, name="Monitoring", key=key, assumed=assumed)


@charges(MONITORING[1])
def monitoring_volume(job: ClusterConfiguration, hours: Quantity, key: str) -> Iterator[Meter]:
    if job.volume_size_in_gb:
        yield volume("Processing", job.volume_size_in_gb, hours, key=key)


WRITES = Line(
    "monthly_write_units", "Writes", "FeatureStore:WriteRequestUnits", Unit.WRITE_REQUEST_UNITS
)
ONLINE = (
    Line("monthly_read_units", "Reads", "FeatureStore:ReadRequestUnits", Unit.READ_REQUEST_UNITS),
    Line("online_storage_gb", "Online storage", "FeatureStore:TimedAndPITRStorage"),
)


class OnlineStore(Block):
    enable_online_store: bool = False
    storage_type: str = "Standard"


class Throughput(Block):
    throughput_mode: Literal["OnDemand", "Provisioned"] = "OnDemand"


class FeatureGroup(PricedResource):
    """Writes, and reads and storage of an online store. The offline store is a bucket's."""

    type = "aws:sagemaker/featureGroup:FeatureGroup"
    usage = usage_of("FeatureGroupUsage", (WRITES, *ONLINE))

    online_store_config: OnlineStore = OnlineStore()
    throughput_config: Throughput = Throughput()

    @override
    @charges(WRITES.name, *(line.name for line in ONLINE))
    def meters(self, usage: Any, links: Links) -> Iterator[Metering]:
        if self.throughput_config.throughput_mode == "Provisioned":
            raise NotPriced("no price of provisioned throughput is known", "throughputConfig")
        if self.online_store_config.storage_type == "InMemory":
            raise NotPriced("no price of an online store in memory is known", "onlineStoreConfig")
        yield from metered(SERVICE, (WRITES,), usage)
        online = [*metered(SERVICE, ONLINE, usage)]
        yield from only_if(lambda: self.online_store_config.enable_online_store, *online)
