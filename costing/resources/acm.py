"""AWS Certificate Manager. https://aws.amazon.com/certificate-manager/pricing/."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from pydantic import Field
from typing_extensions import override

from costing.model import Meter, Sku, hidden
from costing.resources._shared.inputs import unknown
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

SERVICE = "AWSCertificateManager"
NAME = "ExportablePublicCertificate-FQDN"
WILDCARD = "ExportablePublicCertificate-Wildcard"
ISSUED = "PrivateCertificatesIssued"
RENEWED = (
    Line("monthly_renewals", "Certificate renewals", ISSUED, Unit.CERTIFICATES, silent=True),
)


class CertificateOptions(Block):
    export: Literal["ENABLED", "DISABLED"] = "DISABLED"


class Certificate(PricedResource):
    """Free if AWS's public authority issues it, unless it may be exported: then by its names.

    A certificate of a private authority is charged when it is issued and when it is renewed.
    """

    type = "aws:acm/certificate:Certificate"
    usage = usage_of("CertificateUsage", RENEWED)

    certificate_authority_arn: object = None
    domain_name: object = None
    subject_alternative_names: list[object] = Field(default_factory=list)
    options: CertificateOptions = CertificateOptions()

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        if self.certificate_authority_arn is not None:
            yield Meter("Certificate", Sku(SERVICE, ISSUED), Decimal(1), Unit.CERTIFICATES)
            yield from metered(SERVICE, RENEWED, usage)
        else:
            yield from self.exportable()

    @charges("Exportable certificate")
    def exportable(self) -> Iterator[Meter]:
        if self.options.export != "ENABLED":
            return
        if hidden(self.domain_name):
            raise unknown("domainName")
        for index, name in enumerate(self.subject_alternative_names):
            if hidden(name):
                raise unknown(f"subjectAlternativeNames[{index}]")
        names = {str(each) for each in (self.domain_name, *self.subject_alternative_names)}
        wild = sum(name.startswith("*.") for name in names)
        for name, usage_type, count in (
            ("Exportable certificate, names", NAME, len(names) - wild),
            ("Exportable certificate, wildcard names", WILDCARD, wild),
        ):
            if count:
                yield Meter(name, Sku(SERVICE, usage_type), Decimal(count), Unit.CERTIFICATES)
