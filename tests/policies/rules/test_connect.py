"""Rules for Amazon Connect."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_inputs(
        "connect-video-storage-customer-managed-key",
        passes=[
            {
                "storageConfig": {
                    "storageType": "KINESIS_VIDEO_STREAM",
                    "kinesisVideoStreamConfig": {"encryptionConfig": {"keyId": "value"}},
                }
            }
        ],
        fails=[{"storageConfig": {"storageType": "KINESIS_VIDEO_STREAM"}}],
        unknown=[
            {
                "storageConfig": {
                    "storageType": "KINESIS_VIDEO_STREAM",
                    "kinesisVideoStreamConfig": {"encryptionConfig": {"keyId": UNKNOWN}},
                }
            }
        ],
    ),
    *of_inputs(
        "connect-s3-storage-customer-managed-key",
        passes=[
            {
                "storageConfig": {
                    "storageType": "S3",
                    "s3Config": {"encryptionConfig": {"keyId": "value"}},
                }
            }
        ],
        fails=[{"storageConfig": {"storageType": "S3"}}],
        unknown=[
            {
                "storageConfig": {
                    "storageType": "S3",
                    "s3Config": {"encryptionConfig": {"keyId": UNKNOWN}},
                }
            }
        ],
    ),
    *of_input(
        "connect-instance-flow-logs", "contactFlowLogsEnabled", passes=[True], fails=[False, None]
    ),
]
