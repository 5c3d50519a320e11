"""Rules for Amazon SES."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "ses-v2-configuration-set-tls-required",
        "deliveryOptions.tlsPolicy",
        passes=["REQUIRE"],
        fails=["OPTIONAL", None],
    ),
    *of_input(
        "ses-receipt-rule-tls-required", "tlsPolicy", passes=["Require"], fails=["Optional", None]
    ),
]
