"""Rules for analytics and streaming services."""

import json

from costing.model import SECRET, UNKNOWN
from policies.rules.athena import athena_workgroup_metrics, athena_workgroup_scan_limit
from policies.rules.emr import (
    emr_cluster_logs,
    emr_cluster_private_subnet,
    emr_cluster_termination_protection,
    emr_kerberos_realm,
    emr_s3_encryption_sse_kms,
)
from policies.rules.glue import (
    glue_connection_no_password,
    glue_connection_ssl,
    glue_job_continuous_logging,
    glue_job_no_secrets,
    glue_job_supported_version,
    glue_ml_transform_version,
)
from policies.rules.kinesis import kinesis_analytics_snapshots
from policies.rules.msk import (
    msk_cluster_enhanced_monitoring,
    msk_connector_encryption_in_transit,
    msk_connector_logging,
)
from policies.rules.redshift import (
    redshift_cluster_multi_az,
    redshift_common_administrator_not_public,
    redshift_custom_administrator_name,
    redshift_custom_database_name,
    redshift_enhanced_vpc_routing,
)
from policies.rules.redshiftserverless import (
    redshift_serverless_custom_administrator_name,
    redshift_serverless_enhanced_vpc_routing,
    redshift_serverless_log_exports,
    redshift_serverless_not_public,
    redshift_serverless_ssl_required,
)
from tests.policies.row import Row, declare, of_inputs

SUBNET = "aws:ec2/subnet:Subnet"
PRIVATE = declare(SUBNET, "private", {"mapPublicIpOnLaunch": False})
PUBLIC = declare(SUBNET, "public", {"mapPublicIpOnLaunch": True})


ROWS = [
    *of_inputs(
        redshift_enhanced_vpc_routing,
        "aws:redshift/cluster:Cluster",
        passes=[{"enhancedVpcRouting": True}],
        fails=[{"enhancedVpcRouting": False}, {}],
        unknown=[{"enhancedVpcRouting": UNKNOWN}],
    ),
    *of_inputs(
        redshift_custom_administrator_name,
        "aws:redshift/cluster:Cluster",
        passes=[{}],
        fails=[{"masterUsername": "awsuser"}],
        unknown=[{"masterUsername": UNKNOWN}],
    ),
    *of_inputs(
        redshift_custom_database_name,
        "aws:redshift/cluster:Cluster",
        passes=[{"databaseName": "sales"}],
        fails=[{}, {"databaseName": "dev"}],
        unknown=[{"databaseName": UNKNOWN}],
    ),
    *of_inputs(
        redshift_common_administrator_not_public,
        "aws:redshift/cluster:Cluster",
        passes=[
            {"masterUsername": "admin", "publiclyAccessible": False},
            {"masterUsername": "platform", "publiclyAccessible": True},
        ],
        fails=[{"masterUsername": "admin", "publiclyAccessible": True}],
        unknown=[{"masterUsername": "admin", "publiclyAccessible": UNKNOWN}],
    ),
    *of_inputs(
        redshift_cluster_multi_az,
        "aws:redshift/cluster:Cluster",
        passes=[{"multiAz": True}],
        fails=[{"multiAz": False}, {}],
        unknown=[{"multiAz": UNKNOWN}],
    ),
    *of_inputs(
        redshift_serverless_enhanced_vpc_routing,
        "aws:redshiftserverless/workgroup:Workgroup",
        passes=[{"enhancedVpcRouting": True}],
        fails=[{"enhancedVpcRouting": False}, {}],
        unknown=[{"enhancedVpcRouting": UNKNOWN}],
    ),
    *of_inputs(
        redshift_serverless_not_public,
        "aws:redshiftserverless/workgroup:Workgroup",
        passes=[{}, {"publiclyAccessible": False}],
        fails=[{"publiclyAccessible": True}],
        unknown=[{"publiclyAccessible": UNKNOWN}],
    ),
    *of_inputs(
        redshift_serverless_ssl_required,
        "aws:redshiftserverless/workgroup:Workgroup",
        passes=[{"configParameters": [{"parameterKey": "require_ssl", "parameterValue": "true"}]}],
        fails=[
            {},
            {"configParameters": [{"parameterKey": "require_ssl", "parameterValue": "false"}]},
        ],
        unknown=[{"configParameters": UNKNOWN}],
    ),
    *of_inputs(
        redshift_serverless_custom_administrator_name,
        "aws:redshiftserverless/namespace:Namespace",
        passes=[{}],
        fails=[{"adminUsername": "admin"}],
        unknown=[{"adminUsername": UNKNOWN}],
    ),
    *of_inputs(
        redshift_serverless_log_exports,
        "aws:redshiftserverless/namespace:Namespace",
        passes=[{"logExports": ["connectionlog", "userlog"]}],
        fails=[{}, {"logExports": ["other"]}],
        unknown=[{"logExports": UNKNOWN}],
    ),
    *of_inputs(
        athena_workgroup_metrics,
        "aws:athena/workgroup:Workgroup",
        passes=[{}, {"configuration": {"publishCloudwatchMetricsEnabled": True}}],
        fails=[{"configuration": {"publishCloudwatchMetricsEnabled": False}}],
        unknown=[{"configuration": {"publishCloudwatchMetricsEnabled": UNKNOWN}}],
    ),
    *of_inputs(
        athena_workgroup_scan_limit,
        "aws:athena/workgroup:Workgroup",
        passes=[{"configuration": {"bytesScannedCutoffPerQuery": 1099511627776}}],
        fails=[{}],
        unknown=[{"configuration": {"bytesScannedCutoffPerQuery": UNKNOWN}}],
    ),
    *of_inputs(
        glue_connection_ssl,
        "aws:glue/connection:Connection",
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
        glue_connection_no_password,
        "aws:glue/connection:Connection",
        passes=[
            {"connectionProperties": {"SECRET_ID": "db"}},
            {"connectionProperties": {"PASSWORD": SECRET}},
        ],
        fails=[{"connectionProperties": {"PASSWORD": "correct-horse"}}],
        unknown=[{"connectionProperties": UNKNOWN}],
    ),
    *of_inputs(
        glue_job_no_secrets,
        "aws:glue/job:Job",
        passes=[{}, {"defaultArguments": {"--stage": "prod"}}],
        fails=[{"defaultArguments": {"--db_password": "correct-horse-battery"}}],
        unknown=[{"defaultArguments": UNKNOWN}],
    ),
    *of_inputs(
        glue_job_continuous_logging,
        "aws:glue/job:Job",
        passes=[{"defaultArguments": {"--enable-continuous-cloudwatch-log": "true"}}],
        fails=[{}],
        unknown=[{"defaultArguments": {"--enable-continuous-cloudwatch-log": UNKNOWN}}],
    ),
    *of_inputs(
        glue_job_supported_version,
        "aws:glue/job:Job",
        passes=[{"glueVersion": "4.0"}, {}],
        fails=[{"glueVersion": "2.0"}],
        unknown=[{"glueVersion": UNKNOWN}],
    ),
    *of_inputs(
        glue_ml_transform_version,
        "aws:glue/mLTransform:MLTransform",
        passes=[{"glueVersion": "2.0"}],
        fails=[{}, {"glueVersion": "0.9"}],
        unknown=[{"glueVersion": UNKNOWN}],
    ),
    *of_inputs(
        msk_connector_encryption_in_transit,
        "aws:mskconnect/connector:Connector",
        passes=[{"kafkaClusterEncryptionInTransit": {"encryptionType": "TLS"}}],
        fails=[{"kafkaClusterEncryptionInTransit": {"encryptionType": "PLAINTEXT"}}, {}],
        unknown=[{"kafkaClusterEncryptionInTransit": {"encryptionType": UNKNOWN}}],
    ),
    *of_inputs(
        msk_connector_logging,
        "aws:mskconnect/connector:Connector",
        passes=[{"logDelivery": {"workerLogDelivery": {"cloudwatchLogs": {"enabled": True}}}}],
        fails=[{}],
        unknown=[{"logDelivery": UNKNOWN}],
    ),
    *of_inputs(
        msk_cluster_enhanced_monitoring,
        "aws:msk/cluster:Cluster",
        passes=[{"enhancedMonitoring": "PER_TOPIC_PER_BROKER"}],
        fails=[{"enhancedMonitoring": "DEFAULT"}, {}],
        unknown=[{"enhancedMonitoring": UNKNOWN}],
    ),
    *of_inputs(
        emr_kerberos_realm,
        "aws:emr/cluster:Cluster",
        passes=[{}, {"kerberosAttributes": {"realm": "EC2.INTERNAL", "kdcAdminPassword": "a"}}],
        fails=[{"kerberosAttributes": {"kdcAdminPassword": "a"}}],
        unknown=[{"kerberosAttributes": {"realm": UNKNOWN}}],
    ),
    *of_inputs(
        emr_s3_encryption_sse_kms,
        "aws:emr/securityConfiguration:SecurityConfiguration",
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
        emr_cluster_logs,
        "aws:emr/cluster:Cluster",
        passes=[{"logUri": "value"}],
        fails=[{}],
        unknown=[{"logUri": UNKNOWN}],
    ),
    *of_inputs(
        emr_cluster_termination_protection,
        "aws:emr/cluster:Cluster",
        passes=[{}, {"terminationProtection": True}],
        fails=[{"terminationProtection": False}],
        unknown=[{"terminationProtection": UNKNOWN}],
    ),
    *of_inputs(
        kinesis_analytics_snapshots,
        "aws:kinesisanalyticsv2/application:Application",
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
        emr_cluster_private_subnet,
        None,
        [
            PRIVATE,
            declare("aws:emr/cluster:Cluster", "it", {"ec2Attributes": {"subnetId": PRIVATE}}),
        ],
    ),
    Row(
        emr_cluster_private_subnet,
        "violation",
        [PUBLIC, declare("aws:emr/cluster:Cluster", "it", {"ec2Attributes": {"subnetId": PUBLIC}})],
    ),
    Row(
        emr_cluster_private_subnet,
        "unknown",
        [declare("aws:emr/cluster:Cluster", "it", {"ec2Attributes": {"subnetId": UNKNOWN}})],
    ),
]
