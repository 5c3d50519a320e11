"""Rules for Amazon MSK."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_input(
        "msk-connector-encryption-in-transit",
        "kafkaClusterEncryptionInTransit.encryptionType",
        passes=["TLS"],
        fails=["PLAINTEXT", None],
    ),
    *of_inputs(
        "msk-connector-logging",
        passes=[{"logDelivery": {"workerLogDelivery": {"cloudwatchLogs": {"enabled": True}}}}],
        fails=[{}],
        unknown=[{"logDelivery": UNKNOWN}],
    ),
    *of_input(
        "msk-cluster-enhanced-monitoring",
        "enhancedMonitoring",
        passes=["PER_TOPIC_PER_BROKER"],
        fails=["DEFAULT", None],
    ),
    *of_inputs(
        "msk-cluster-no-unauthenticated-access",
        passes=[
            {"clientAuthentication": {"sasl": {"iam": True}}},
            {"clientAuthentication": {"tls": {"certificateAuthorityArns": ["arn"]}}},
        ],
        fails=[{}, {"clientAuthentication": {"unauthenticated": True, "sasl": {"iam": True}}}],
        unknown=[{"clientAuthentication": UNKNOWN}],
    ),
]
