"""Rules for analytics and streaming services."""

import json

from costing.model import SECRET, UNKNOWN
from tests.policies.row import Row, declare, of_input, of_inputs

SUBNET = "aws:ec2/subnet:Subnet"
PRIVATE = declare(SUBNET, "private", {"mapPublicIpOnLaunch": False})
PUBLIC = declare(SUBNET, "public", {"mapPublicIpOnLaunch": True})


ROWS = [
    *of_input(
        "redshift-enhanced-vpc-routing", "enhancedVpcRouting", passes=[True], fails=[False, None]
    ),
    *of_input(
        "redshift-custom-administrator-name", "masterUsername", passes=[None], fails=["awsuser"]
    ),
    *of_input(
        "redshift-custom-database-name", "databaseName", passes=["sales"], fails=[None, "dev"]
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
    *of_input("redshift-cluster-multi-az", "multiAz", passes=[True], fails=[False, None]),
    *of_input(
        "redshift-serverless-enhanced-vpc-routing",
        "enhancedVpcRouting",
        passes=[True],
        fails=[False, None],
    ),
    *of_input(
        "redshift-serverless-not-public", "publiclyAccessible", passes=[None, False], fails=[True]
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
    *of_input(
        "redshift-serverless-custom-administrator-name",
        "adminUsername",
        passes=[None],
        fails=["admin"],
    ),
    *of_input(
        "redshift-serverless-log-exports",
        "logExports",
        passes=[["connectionlog", "userlog"]],
        fails=[None, ["other"]],
    ),
    *of_input(
        "athena-workgroup-metrics",
        "configuration.publishCloudwatchMetricsEnabled",
        passes=[None, True],
        fails=[False],
    ),
    *of_input(
        "athena-workgroup-scan-limit",
        "configuration.bytesScannedCutoffPerQuery",
        passes=[1099511627776],
        fails=[None],
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
    *of_input(
        "glue-job-continuous-logging",
        "defaultArguments.--enable-continuous-cloudwatch-log",
        passes=["true"],
        fails=[None],
    ),
    *of_input("glue-job-supported-version", "glueVersion", passes=["4.0", None], fails=["2.0"]),
    *of_input("glue-ml-transform-version", "glueVersion", passes=["2.0"], fails=[None, "0.9"]),
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
    *of_input("emr-cluster-logs", "logUri", passes=["value"], fails=[None]),
    *of_input(
        "emr-cluster-termination-protection",
        "terminationProtection",
        passes=[None, True],
        fails=[False],
    ),
    *of_input(
        "kinesis-analytics-snapshots",
        "applicationConfiguration.applicationSnapshotConfiguration.snapshotsEnabled",
        passes=[None, True],
        fails=[False],
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
