"""Rules for certificates and private authorities."""

from costing.model import UNKNOWN
from policies.rules.acm import (
    acm_certificate_strong_key,
    acm_certificate_transparency_logging,
    acmpca_root_authority_disabled,
)
from tests.policies.row import of_inputs

ROWS = [
    *of_inputs(
        acm_certificate_transparency_logging,
        "aws:acm/certificate:Certificate",
        passes=[{}, {"options": {"certificateTransparencyLoggingPreference": "ENABLED"}}],
        fails=[{"options": {"certificateTransparencyLoggingPreference": "DISABLED"}}],
        unknown=[{"options": {"certificateTransparencyLoggingPreference": UNKNOWN}}],
    ),
    *of_inputs(
        acm_certificate_strong_key,
        "aws:acm/certificate:Certificate",
        passes=[{}],
        fails=[{"keyAlgorithm": "RSA_1024"}],
        unknown=[{"keyAlgorithm": UNKNOWN}],
    ),
    *of_inputs(
        acmpca_root_authority_disabled,
        "aws:acmpca/certificateAuthority:CertificateAuthority",
        passes=[{"type": "ROOT"}, {"type": "ROOT", "enabled": False}],
        fails=[{"type": "ROOT", "enabled": True}],
        unknown=[{"type": "ROOT", "enabled": UNKNOWN}],
    ),
]
