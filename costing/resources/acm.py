"""AWS Certificate Manager. https://aws.amazon.com/certificate-manager/pricing/."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from pydantic import Field

from costing.errors import InputError
from costing.model import SECRET, UNKNOWN, Meter, Sku
from costing.priced_resource import Block, Links, PricedResource
from costing.units import Unit

SERVICE = "AWSCertificateManager"
NAME = "ExportablePublicCertificate-FQDN"
WILDCARD = "ExportablePublicCertificate-Wildcard"


class CertificateOptions(Block):
    export: Literal["ENABLED", "DISABLED"] = "DISABLED"


class Certificate(PricedResource):
    """Free if AWS's public authority issues it, unless it may be exported: then by its names.

    One of a private authority is charged when it is issued, and so is each renewal, which is
    left out, as is an authority's own month.
    """

    type = "aws:acm/certificate:Certificate"

    certificate_authority_arn: object = None
    domain_name: object = None
    subject_alternative_names: list[object] = Field(default_factory=list)
    options: CertificateOptions = CertificateOptions()

    def meters(self, usage: object, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        if self.certificate_authority_arn is not None:
            issued = Sku(SERVICE, "PrivateCertificatesIssued")
            yield Meter("Certificate", issued, Decimal(1), Unit.CERTIFICATES)
        elif self.options.export == "ENABLED":
            stated = (self.domain_name, *self.subject_alternative_names)
            if UNKNOWN in stated or SECRET in stated:
                raise InputError("domainName moves the price, and only deploying tells it")
            names = {str(each) for each in stated}
            wild = sum(name.startswith("*.") for name in names)
            for name, usage_type, count in (
                ("Exportable certificate, names", NAME, len(names) - wild),
                ("Exportable certificate, wildcard names", WILDCARD, wild),
            ):
                if count:
                    sku = Sku(SERVICE, usage_type)
                    yield Meter(name, sku, Decimal(count), Unit.CERTIFICATES)
