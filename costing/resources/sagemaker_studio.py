"""Amazon SageMaker Studio, notebooks and MLflow.

https://aws.amazon.com/sagemaker/ai/pricing/.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from typing_extensions import override

from costing.errors import NotPriced
from costing.model import Meter
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.resources._shared.sagemaker_instances import instance_hours, sagemaker, volume
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import HOURS_PER_MONTH, Unit

DEFAULT = "ml.t3.medium"
NOTEBOOK_GB, SPACE_GB = Decimal(5), Decimal(5)
# Apps whose instances a bill shows under one name, and those priced as a JupyterLab is.
LISTED = {"JupyterLab": "JupyterLab", "KernelGateway": "KernelGateway", "CodeEditor": "JupyterLab"}
FREE_APPS = ("JupyterServer",)
HOME = Line("home_storage_gb", "Home directories", "TimedStorage-ByteHrs", service="AmazonEFS")


class HoursUsage(ResourceUsage):
    monthly_hrs: Quantity = None  # 730 where not given

    @property
    def hours(self) -> Decimal:
        return HOURS_PER_MONTH if self.monthly_hrs is None else self.monthly_hrs


class NotebookInstance(PricedResource):
    """An instance for as long as it is in service, and its volume in any case."""

    type = "aws:sagemaker/notebookInstance:NotebookInstance"
    usage = HoursUsage

    instance_type: str
    volume_size: Decimal = NOTEBOOK_GB

    @override
    def meters(self, usage: HoursUsage, links: Links) -> Iterator[Metering]:
        yield from self.hours(usage)
        yield from self.volume()

    @charges("Notebook")
    def hours(self, usage: HoursUsage) -> Iterator[Meter]:
        yield instance_hours("Notebk", self.instance_type, usage.hours, name="Notebook")

    @charges("Storage")
    def volume(self) -> Iterator[Meter]:
        yield volume("Notebk", self.volume_size, HOURS_PER_MONTH)


def app_hours(kind: str, instance_type: str, hours: Quantity, assumed: str | None) -> Meter:
    """Meter an app's instance, at the price of the app that its price is listed with."""
    sku = sagemaker(f"Studio:{kind}-{instance_type}")
    listed = sagemaker(f"Studio:{LISTED[kind]}-{instance_type}") if kind in LISTED else sku
    return Meter(
        f"{kind} ({instance_type})",
        sku,
        hours,
        Unit.HOURS,
        usage="monthly_app_hrs" if hours is None else None,
        assumed=assumed,
        listed_as=None if listed == sku else listed,
    )


class ResourceSpecification(Block):
    instance_type: str | None = None


class App(PricedResource):
    """An app of Studio for as long as it runs; that of JupyterServer is free."""

    type = "aws:sagemaker/app:App"
    usage = HoursUsage

    app_type: str
    resource_spec: ResourceSpecification = ResourceSpecification()

    @override
    @charges(*LISTED)
    def meters(self, usage: HoursUsage, links: Links) -> Iterator[Meter]:
        kind = self.resource_spec.instance_type
        if self.app_type in FREE_APPS or kind == "system":
            return
        if self.app_type not in LISTED:
            raise NotPriced(f"no price of an app of type {self.app_type} is known", "appType")
        assumed = None if kind else f"{DEFAULT}, Studio's default"
        yield app_hours(self.app_type, kind or DEFAULT, usage.hours, assumed)


class EbsStorage(Block):
    ebs_volume_size_in_gb: Decimal = SPACE_GB


class StorageSettings(Block):
    ebs_storage_settings: EbsStorage = EbsStorage()


class SpaceSettings(Block):
    app_type: str | None = None
    space_storage_settings: StorageSettings | None = None


class Space(PricedResource):
    """The volume of a space for JupyterLab or Code Editor. Its apps are charged themselves."""

    type = "aws:sagemaker/space:Space"

    space_settings: SpaceSettings = SpaceSettings()

    @override
    @charges("Storage")
    def meters(self, usage: object, links: Links) -> Iterator[Meter]:
        stated = self.space_settings.space_storage_settings
        if stated is None and self.space_settings.app_type not in {"JupyterLab", "CodeEditor"}:
            return
        storage = stated or StorageSettings()
        yield Meter(
            "Storage",
            sagemaker("Studio:VolumeUsage.gp3"),
            storage.ebs_storage_settings.ebs_volume_size_in_gb,
            Unit.GB_MONTHS,
            assumed=None if stated else f"{SPACE_GB} GB, Studio's default",
        )


class DomainUsage(ResourceUsage):
    monthly_app_hrs: Quantity = None  # of all users' apps that the program does not declare


class AppSettings(Block):
    default_resource_spec: ResourceSpecification = ResourceSpecification()


class UserSettings(Block):
    jupyter_lab_app_settings: AppSettings | None = None
    kernel_gateway_app_settings: AppSettings | None = None


class Domain(PricedResource):
    """Home directories of a domain's users, and the apps that they start.

    The hours of these are taken at the instance that the domain's settings give JupyterLab,
    else the older kernels, by default.
    """

    type = "aws:sagemaker/domain:Domain"
    usage = usage_of("StudioDomainUsage", (HOME,), DomainUsage)

    default_user_settings: UserSettings = UserSettings()

    @override
    def meters(self, usage: DomainUsage, links: Links) -> Iterator[Metering]:
        yield from self.apps(usage)
        yield from metered("AmazonEFS", (HOME,), usage)

    @charges("JupyterLab", "KernelGateway")
    def apps(self, usage: DomainUsage) -> Iterator[Meter]:
        settings = self.default_user_settings
        kind, stated = "JupyterLab", settings.jupyter_lab_app_settings
        if stated is None and settings.kernel_gateway_app_settings is not None:
            kind, stated = "KernelGateway", settings.kernel_gateway_app_settings
        instance_type = stated.default_resource_spec.instance_type if stated else None
        assumed = None if instance_type else f"{DEFAULT}, Studio's default"
        yield app_hours(kind, instance_type or DEFAULT, usage.monthly_app_hrs, assumed)


class MlflowTrackingServer(PricedResource):
    """A tracking server by the hour and its size. Artifacts are a bucket's."""

    type = "aws:sagemaker/mlflowTrackingServer:MlflowTrackingServer"
    usage = HoursUsage

    tracking_server_size: Literal["Small", "Medium", "Large"] = "Small"

    @override
    @charges("Tracking server")
    def meters(self, usage: HoursUsage, links: Links) -> Iterator[Meter]:
        size = self.tracking_server_size
        sku = sagemaker(f"MLflow:TrackingServerCompute-{size}")
        yield Meter(f"Tracking server ({size})", sku, usage.hours, Unit.HOURS)
