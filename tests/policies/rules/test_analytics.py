"""Rules for analytics and streaming services."""

import json

from costing.model import SECRET, UNKNOWN
from tests.policies.row import Row, declare, of_inputs

SUBNET = "aws:ec2/subnet:Subnet"
PRIVATE = declare(SUBNET, "private", {"mapPublicIpOnLaunch": False})
PUBLIC = declare(SUBNET, "public", {"mapPublicIpOnLaunch": True})


ROWS = [
    *of_inputs(
        "redshift-enhanced-vpc-routing",
        passes=[{"enhancedVpcRouting": True}],
        fails=[{"enhancedVpcRouting": False}, {}],
        unknown=[{"enhancedVpcRouting": UNKNOWN}],
    ),
    *of_inputs(
        "redshift-custom-administrator-name",
        passes=[{}],
        fails=[{"masterUsername": "awsuser"}],
        unknown=[{"masterUsername": UNKNOWN}],
    ),
    *of_inputs(
        "redshift-custom-database-name",
        passes=[{"databaseName": "sales"}],
        fails=[{}, {"databaseName": "dev"}],
        unknown=[{"databaseName": UNKNOWN}],
    ),
    *of_inputs(
        "redshift-common-administrator-not-public",
        passes=[
            {"masterUsername": "admin", "publiclyAccessible": False},
            {"masterUsername": "platform", "publiclyAccessible": True},
        ],
        fails=[{"masterUsername": "admin", "publiclyAccessible": True}],
        unknown=[{"masterUsername": "admin", "publiclyAccessible": UNKNOWN}],
    ),
    *of_inputs(
        "redshift-cluster-multi-az",
        passes=[{"multiAz": True}],
        fails=[{"multiAz": False}, {}],
        unknown=[{"multiAz": UNKNOWN}],
    ),
    *of_inputs(
        "redshift-serverless-enhanced-vpc-routing",
        passes=[{"enhancedVpcRouting": True}],
        fails=[{"enhancedVpcRouting": False}, {}],
        unknown=[{"enhancedVpcRouting": UNKNOWN}],
    ),
    *of_inputs(
        "redshift-serverless-not-public",
        passes=[{}, {"publiclyAccessible": False}],
        fails=[{"publiclyAccessible": True}],
        unknown=[{"publiclyAccessible": UNKNOWN}],
    ),
    *of_inputs(
        "redshift-serverless-ssl-required",
        passes=[{"configParameters": [{"parameterKey": "require_ssl", "parameterValue": "true"}]}],
        fails=[
            {},
            {"configParameters": [{"parameterKey": "require_ssl", "parameterValue": "false"}]},
        ],
        unknown=[{"configParameters": UNKNOWN}],
    ),
    *of_inputs(
        "redshift-serverless-custom-administrator-name",
        passes=[{}],
        fails=[{"adminUsername": "admin"}],
        unknown=[{"adminUsername": UNKNOWN}],
    ),
    *of_inputs(
        "redshift-serverless-log-exports",
        passes=[{"logExports": ["connectionlog", "userlog"]}],
        fails=[{}, {"logExports": ["other"]}],
        unknown=[{"logExports": UNKNOWN}],
    ),
    *of_inputs(
        "athena-workgroup-metrics",
        passes=[{}, {"configuration": {"publishCloudwatchMetricsEnabled": True}}],
        fails=[{"configuration": {"publishCloudwatchMetricsEnabled": False}}],
        unknown=[{"configuration": {"publishCloudwatchMetricsEnabled": UNKNOWN}}],
    ),
    *of_inputs(
        "athena-workgroup-scan-limit",
        passes=[{"configuration": {"bytesScannedCutoffPerQuery": 1099511627776}}],
        fails=[{}],
        unknown=[{"configuration": {"bytesScannedCutoffPerQuery": UNKNOWN}}],
    ),
    *of_inputs(
        "glue-connection-ssl",
        passes=[
            {
                "connectionProperties": {
                    "JDBC_CONNECTION_URL": "jdbc:mysql://db/app",
                    "JDBC_ENFORCE_SSL": "true",
                }
            },
            {"connectionType": "NETWORK"},
        ],
        fails=[{"connectionProperties": {"JDBC_CONNECTION_URL": "jdbc:mysql://db/app"}}],
        unknown=[
            {
                "connectionProperties": {
                    "JDBC_CONNECTION_URL": "jdbc:mysql://db/app",
                    "JDBC_ENFORCE_SSL": UNKNOWN,
                }
            }
        ],
    ),
    *of_inputs(
        "glue-connection-no-password",
        passes=[
            {"connectionProperties": {"SECRET_ID": "db"}},
            {"connectionProperties": {"PASSWORD": SECRET}},
        ],
        fails=[{"connectionProperties": {"PASSWORD": "correct-horse"}}],
        unknown=[{"connectionProperties": UNKNOWN}],
    ),
    *of_inputs(
        "glue-job-no-secrets",
        passes=[{}, {"defaultArguments": {"--stage": "prod"}}],
        fails=[{"defaultArguments": {"--db_password": "correct-horse-battery"}}],
        unknown=[{"defaultArguments": UNKNOWN}],
    ),
    *of_inputs(
        "glue-job-continuous-logging",
        passes=[{"defaultArguments": {"--enable-continuous-cloudwatch-log": "true"}}],
        fails=[{}],
        unknown=[{"defaultArguments": {"--enable-continuous-cloudwatch-log": UNKNOWN}}],
    ),
    *of_inputs(
        "glue-job-supported-version",
        passes=[{"glueVersion": "4.0"}, {}],
        fails=[{"glueVersion": "2.0"}],
        unknown=[{"glueVersion": UNKNOWN}],
    ),
    *of_inputs(
        "glue-ml-transform-version",
        passes=[{"glueVersion": "2.0"}],
        fails=[{}, {"glueVersion": "0.9"}],
        unknown=[{"glueVersion": UNKNOWN}],
    ),
    *of_inputs(
        "msk-connector-encryption-in-transit",
        passes=[{"kafkaClusterEncryptionInTransit": {"encryptionType": "TLS"}}],
        fails=[{"kafkaClusterEncryptionInTransit": {"encryptionType": "PLAINTEXT"}}, {}],
        unknown=[{"kafkaClusterEncryptionInTransit": {"encryptionType": UNKNOWN}}],
    ),
    *of_inputs(
        "msk-connector-logging",
        passes=[{"logDelivery": {"workerLogDelivery": {"cloudwatchLogs": {"enabled": True}}}}],
        fails=[{}],
        unknown=[{"logDelivery": UNKNOWN}],
    ),
    *of_inputs(
        "msk-cluster-enhanced-monitoring",
        passes=[{"enhancedMonitoring": "PER_TOPIC_PER_BROKER"}],
        fails=[{"enhancedMonitoring": "DEFAULT"}, {}],
        unknown=[{"enhancedMonitoring": UNKNOWN}],
    ),
    *of_inputs(
        "emr-kerberos-realm",
        passes=[{}, {"kerberosAttributes": {"realm": "EC2.INTERNAL", "kdcAdminPassword": "a"}}],
        fails=[{"kerberosAttributes": {"kdcAdminPassword": "a"}}],
        unknown=[{"kerberosAttributes": {"realm": UNKNOWN}}],
    ),
    *of_inputs(
        "emr-s3-encryption-sse-kms",
        passes=[
            {
                "configuration": json.dumps(
                    {
                        "EncryptionConfiguration": {
                            "EnableAtRestEncryption": True,
                            "AtRestEncryptionConfiguration": {
                                "S3EncryptionConfiguration": {"EncryptionMode": "SSE-KMS"}
                            },
                        }
                    }
                )
            }
        ],
        fails=[
            {
                "configuration": json.dumps(
                    {
                        "EncryptionConfiguration": {
                            "EnableAtRestEncryption": True,
                            "AtRestEncryptionConfiguration": {
                                "S3EncryptionConfiguration": {"EncryptionMode": "SSE-S3"}
                            },
                        }
                    }
                )
            }
        ],
        unknown=[{"configuration": UNKNOWN}],
    ),
    *of_inputs(
        "emr-cluster-logs",
        passes=[{"logUri": "value"}],
        fails=[{}],
        unknown=[{"logUri": UNKNOWN}],
    ),
    *of_inputs(
        "emr-cluster-termination-protection",
        passes=[{}, {"terminationProtection": True}],
        fails=[{"terminationProtection": False}],
        unknown=[{"terminationProtection": UNKNOWN}],
    ),
    *of_inputs(
        "kinesis-analytics-snapshots",
        passes=[
            {},
            {
                "applicationConfiguration": {
                    "applicationSnapshotConfiguration": {"snapshotsEnabled": True}
                }
            },
        ],
        fails=[
            {
                "applicationConfiguration": {
                    "applicationSnapshotConfiguration": {"snapshotsEnabled": False}
                }
            }
        ],
        unknown=[
            {
                "applicationConfiguration": {
                    "applicationSnapshotConfiguration": {"snapshotsEnabled": UNKNOWN}
                }
            }
        ],
    ),
    Row(
        "emr-cluster-private-subnet",
        None,
        [
            PRIVATE,
            declare("aws:emr/cluster:Cluster", "cluster", {"ec2Attributes": {"subnetId": PRIVATE}}),
        ],
    ),
    Row(
        "emr-cluster-private-subnet",
        "violation",
        [
            PUBLIC,
            declare("aws:emr/cluster:Cluster", "cluster", {"ec2Attributes": {"subnetId": PUBLIC}}),
        ],
    ),
    Row(
        "emr-cluster-private-subnet",
        "unknown",
        [declare("aws:emr/cluster:Cluster", "cluster", {"ec2Attributes": {"subnetId": UNKNOWN}})],
    ),
]
