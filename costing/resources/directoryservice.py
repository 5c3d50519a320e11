"""AWS Directory Service. https://aws.amazon.com/directoryservice/pricing/.

https://aws.amazon.com/directoryservice/other-directories-pricing/ for Simple AD and AD Connector.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.inputs import missing
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.resources._shared.requests import times
from costing.units import HOURS_PER_MONTH, Unit

CONTROLLERS = Decimal(2)  # of every directory
NAMES = {"SimpleAD": "Simple AD", "ADConnector": "AD Connector", "MicrosoftAD": "Microsoft AD"}
USAGE_TYPES = {
    ("SimpleAD", "Small"): "Small-Directory-Usage",
    ("SimpleAD", "Large"): "Large-SimpleAD-Usage",
    ("ADConnector", "Small"): "Small-Directory-Usage",
    ("ADConnector", "Large"): "Large-ADConnector-Usage",
    ("MicrosoftAD", "Standard"): "Std-MicrosoftAD-DC-Usage",
    ("MicrosoftAD", "Enterprise"): "MicrosoftAD-DC-Usage",
}
SHARED = {"Standard": "Std-SharedMsftAD-Usage", "Enterprise": "SharedMsftAD-Usage"}


class DirectoryUsage(ResourceUsage):
    additional_domain_controllers: Quantity = None  # beyond the two of every directory
    shared_accounts: Quantity = None


class Directory(PricedResource):
    """Two domain controllers by the hour, further ones, and accounts that share the directory.

    `size` tells Simple AD and AD Connector apart, `edition` Microsoft AD, which is Enterprise
    where the program does not say.
    """

    type = "aws:directoryservice/directory:Directory"
    usage = DirectoryUsage
    usage_for: ClassVar = {"desiredNumberOfDomainControllers": "additional_domain_controllers"}

    kind: Literal["SimpleAD", "ADConnector", "MicrosoftAD"] = Field("SimpleAD", alias="type")
    size: Literal["Small", "Large"] | None = None
    edition: Literal["Standard", "Enterprise"] = "Enterprise"
    desired_number_of_domain_controllers: Decimal = CONTROLLERS

    @property
    def scale(self) -> str:
        if self.kind == "MicrosoftAD":
            return self.edition
        if self.size is None:
            raise missing("size")
        return self.size

    @property
    def usage_type(self) -> str:
        return USAGE_TYPES[self.kind, self.scale]

    @override
    def meters(self, usage: DirectoryUsage, links: Links) -> Iterator[Metering]:
        yield from self.service()
        yield from self.additional(usage)
        yield from self.sharing(usage)

    @charges("Directory service")
    def service(self) -> Iterator[Meter]:
        name = f"Directory service ({NAMES[self.kind]}, {self.scale})"
        yield controllers(name, self.usage_type, CONTROLLERS, None)

    @charges("Additional domain controllers")
    def additional(self, usage: DirectoryUsage) -> Iterator[Meter]:
        key: str | None = "additional_domain_controllers"
        more = usage.additional_domain_controllers
        if more is None and self.desired_number_of_domain_controllers > CONTROLLERS:
            more, key = self.desired_number_of_domain_controllers - CONTROLLERS, None
        yield controllers("Additional domain controllers", self.usage_type, more, key)

    @charges("Directory sharing")
    def sharing(self, usage: DirectoryUsage) -> Iterator[Meter]:
        if self.kind == "MicrosoftAD":
            accounts = usage.shared_accounts
            yield controllers("Directory sharing", SHARED[self.scale], accounts, "shared_accounts")


def controllers(name: str, usage_type: str, count: Quantity, key: str | None) -> Meter:
    sku = Sku("AWSDirectoryService", usage_type)
    return Meter(name, sku, times(count, HOURS_PER_MONTH), Unit.HOURS, usage=key)
