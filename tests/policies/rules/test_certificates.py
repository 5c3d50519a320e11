"""Rules for certificates and private authorities."""

from costing.model import UNKNOWN
from tests.policies.row import of_inputs

ROWS = [
    *of_inputs(
        "acm-certificate-transparency-logging",
        passes=[{}, {"options": {"certificateTransparencyLoggingPreference": "ENABLED"}}],
        fails=[{"options": {"certificateTransparencyLoggingPreference": "DISABLED"}}],
        unknown=[{"options": {"certificateTransparencyLoggingPreference": UNKNOWN}}],
    ),
    *of_inputs(
        "acm-certificate-strong-key",
        passes=[{}],
        fails=[{"keyAlgorithm": "RSA_1024"}],
        unknown=[{"keyAlgorithm": UNKNOWN}],
    ),
    *of_inputs(
        "acmpca-root-authority-disabled",
        passes=[{"type": "ROOT"}, {"type": "ROOT", "enabled": False}],
        fails=[{"type": "ROOT", "enabled": True}],
        unknown=[{"type": "ROOT", "enabled": UNKNOWN}],
    ),
]
