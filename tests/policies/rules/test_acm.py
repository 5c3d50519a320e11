"""Rules for AWS Certificate Manager (ACM)."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_input(
        "acm-certificate-transparency-logging",
        "options.certificateTransparencyLoggingPreference",
        passes=[None, "ENABLED"],
        fails=["DISABLED"],
    ),
    *of_input("acm-certificate-strong-key", "keyAlgorithm", passes=[None], fails=["RSA_1024"]),
    *of_inputs(
        "acmpca-root-authority-disabled",
        passes=[{"type": "ROOT"}, {"type": "ROOT", "enabled": False}],
        fails=[{"type": "ROOT", "enabled": True}],
        unknown=[{"type": "ROOT", "enabled": UNKNOWN}],
    ),
]
