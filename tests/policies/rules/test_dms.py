"""Rules for AWS Database Migration Service (DMS)."""

import json

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_input(
        "dms-replication-instance-minor-version-upgrade",
        "autoMinorVersionUpgrade",
        passes=[True],
        fails=[False, None],
    ),
    *of_inputs(
        "dms-mongodb-endpoint-authentication",
        passes=[
            {"engineName": "mongodb"},
            {"engineName": "mongodb", "mongodbSettings": {"authType": "password"}},
        ],
        fails=[{"engineName": "mongodb", "mongodbSettings": {"authType": "no"}}],
        unknown=[{"engineName": "mongodb", "mongodbSettings": {"authType": UNKNOWN}}],
    ),
    *of_inputs(
        "dms-redis-endpoint-tls",
        passes=[
            {"engineName": "redis"},
            {"engineName": "redis", "redisSettings": {"sslSecurityProtocol": "ssl-encryption"}},
        ],
        fails=[{"engineName": "redis", "redisSettings": {"sslSecurityProtocol": "plaintext"}}],
        unknown=[{"engineName": "redis", "redisSettings": {"sslSecurityProtocol": UNKNOWN}}],
    ),
    *of_inputs(
        "dms-replication-task-logging",
        passes=[{"replicationTaskSettings": json.dumps({"Logging": {"EnableLogging": True}})}],
        fails=[{}, {"replicationTaskSettings": json.dumps({"Logging": {"EnableLogging": False}})}],
        unknown=[{"replicationTaskSettings": UNKNOWN}],
    ),
    *of_inputs(
        "dms-endpoint-tls",
        passes=[{"engineName": "postgres", "sslMode": "require"}, {"engineName": "s3"}],
        fails=[{"engineName": "mysql"}, {"engineName": "postgres", "sslMode": "none"}],
        unknown=[{"sslMode": "none", "engineName": UNKNOWN}],
    ),
]
