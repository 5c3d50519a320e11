"""Rules for Amazon CloudSearch."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "cloudsearch-domain-minimum-tls-1-2",
        "endpointOptions.tlsSecurityPolicy",
        passes=["Policy-Min-TLS-1-2-2019-07"],
        fails=["Policy-Min-TLS-1-0-2019-07", None],
    ),
]
