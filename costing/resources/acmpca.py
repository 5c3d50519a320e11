"""AWS Private Certificate Authority. https://aws.amazon.com/private-ca/pricing/."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.units import Unit

SERVICE = "AWSCertificateManager"
AUTHORITY = "aws:acmpca/certificateAuthority:CertificateAuthority"


class AuthorityUsage(ResourceUsage):
    monthly_requests: Quantity = None  # certificates issued


def issued(short_lived: bool, quantity: Quantity, key: str | None = None) -> Meter:  # noqa: FBT001
    usage_type = "ShortLivedCertificatesIssued" if short_lived else "PrivateCertificatesIssued"
    name = "Certificates (short-lived)" if short_lived else "Certificates"
    return Meter(name, Sku(SERVICE, usage_type), quantity, Unit.CERTIFICATES, usage=key)


class CertificateAuthority(PricedResource):
    """An authority by the month, and the certificates that it issues."""

    type = AUTHORITY
    usage = AuthorityUsage
    left_out = (LeftOut("OCSP queries", "revocationConfiguration.ocspConfiguration.enabled"),)

    usage_mode: Literal["GENERAL_PURPOSE", "SHORT_LIVED_CERTIFICATE"] = "GENERAL_PURPOSE"

    @property
    def is_short_lived(self) -> bool:
        return self.usage_mode == "SHORT_LIVED_CERTIFICATE"

    @override
    @charges("Private certificate authority", "Certificates")
    def meters(self, usage: AuthorityUsage, links: Links) -> Iterator[Meter]:
        usage_type, mode = "PaidPrivateCA", ""
        if self.is_short_lived:
            usage_type, mode = "ShortLivedCertificatePrivateCA", " (short-lived certificate mode)"
        sku = Sku(SERVICE, usage_type)
        yield Meter(f"Private certificate authority{mode}", sku, Decimal(1), Unit.CA_MONTHS)
        yield issued(self.is_short_lived, usage.monthly_requests, "monthly_requests")


class Certificate(PricedResource):
    """One certificate, charged when it is issued, at the price of its authority's mode."""

    type = "aws:acmpca/certificate:Certificate"

    @override
    @charges("Certificates")
    def meters(self, usage: object, links: Links) -> Iterator[Meter]:
        authority = links.follow("certificateAuthorityArn", AUTHORITY)
        read = links.read(CertificateAuthority, authority) if authority else None
        yield issued(read is not None and read.is_short_lived, Decimal(1))
