from costing.resources.acmpca import Certificate, CertificateAuthority
from tests import graphs
from tests.costing.resources.case import Case

SHORT = {"usageMode": "SHORT_LIVED_CERTIFICATE"}
AUTHORITY = graphs.resource(CertificateAuthority.type, "short", SHORT)

CASES = [
    Case(
        "an authority",
        CertificateAuthority,
        {},
        {"PaidPrivateCA": 1, "PrivateCertificatesIssued": None},
    ),
    Case(
        "its certificates",
        CertificateAuthority,
        {},
        {"PaidPrivateCA": 1, "PrivateCertificatesIssued": 20001},
        usage={"monthly_requests": 20001},
    ),
    Case(
        "one for short-lived certificates",
        CertificateAuthority,
        SHORT,
        {"ShortLivedCertificatePrivateCA": 1, "ShortLivedCertificatesIssued": 5},
        usage={"monthly_requests": 5},
    ),
    Case(
        "a certificate of an authority elsewhere",
        Certificate,
        {"certificateAuthorityArn": "arn:aws:acm-pca:us-east-1:123456789012:elsewhere"},
        {"PrivateCertificatesIssued": 1},
    ),
    Case(
        "a certificate of a short-lived mode",
        Certificate,
        {"certificateAuthorityArn": "arn"},
        {"ShortLivedCertificatesIssued": 1},
        around=[AUTHORITY],
        more={"references": graphs.refers("certificateAuthorityArn", AUTHORITY)},
    ),
]
