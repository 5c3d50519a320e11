from costing.model import UNKNOWN
from costing.resources.acm import Certificate
from tests.costing.resources.case import Case

EXPORTED = {
    "domainName": "example.com",
    "subjectAlternativeNames": ["example.com", "api.example.com", "*.example.com"],
}

CASES = [
    Case("a public certificate is free", Certificate, {"domainName": "example.com"}, {}),
    Case("whatever its names", Certificate, EXPORTED, {}),
    Case(
        "one of a private authority is charged when it is issued",
        Certificate,
        {"domainName": "example.com", "certificateAuthorityArn": "arn"},
        {"PrivateCertificatesIssued": 1},
    ),
    Case(
        "and when it is renewed",
        Certificate,
        {"domainName": "example.com", "certificateAuthorityArn": "arn"},
        {"PrivateCertificatesIssued": 3},
        usage={"monthly_renewals": 2},
    ),
    Case(
        "one that may be exported is charged by its names",
        Certificate,
        {**EXPORTED, "options": {"export": "ENABLED"}},
        {"ExportablePublicCertificate-FQDN": 2, "ExportablePublicCertificate-Wildcard": 1},
    ),
]


def test_unknown_names_give_no_count() -> None:
    exported = {"domainName": UNKNOWN, "options": {"export": "ENABLED"}}
    assert (
        "domainName is known only after deployment" in Case("", Certificate, exported, {}).reasons()
    )
