"""What each Pulumi resource type is metered on: one module an AWS service, one class a type.

To price a type: write its class in its service's module, list it here, write its cases in
tests/costing/resources/. An AWS type that is neither priced nor free is a Gap in every estimate,
never 0 USD.
"""

import csv
from pathlib import Path

from costing.priced_resource import PricedResource
from costing.resources import (
    appautoscaling,
    aurora,
    autoscaling,
    budgets,
    cloudwatch,
    dynamodb,
    ebs,
    ec2,
    ecr,
    efs,
    elasticache,
    elb,
    eventbridge,
    kms,
    lambda_,
    logs,
    rds,
    route53,
    s3,
    secretsmanager,
    sns,
    sqs,
    ssm,
    vpc,
    wafv2,
)

MODELS: tuple[type[PricedResource], ...] = (
    appautoscaling.Target,
    aurora.Cluster,
    aurora.ClusterInstance,
    autoscaling.Group,
    budgets.Budget,
    cloudwatch.CompositeAlarm,
    cloudwatch.ContributorInsightRule,
    cloudwatch.ContributorManagedInsightRule,
    cloudwatch.Dashboard,
    cloudwatch.MetricAlarm,
    cloudwatch.MetricStream,
    dynamodb.Table,
    ebs.FastSnapshotRestore,
    ebs.Snapshot,
    ebs.SnapshotCopy,
    ebs.SnapshotImport,
    ebs.Volume,
    ec2.Instance,
    ecr.Repository,
    efs.FileSystem,
    elasticache.Cluster,
    elasticache.ReplicationGroup,
    elasticache.ServerlessCache,
    elb.ClassicLoadBalancer,
    elb.LoadBalancer,
    eventbridge.EventApiDestination,
    eventbridge.EventArchive,
    eventbridge.EventBus,
    kms.ExternalKey,
    kms.Key,
    kms.ReplicaExternalKey,
    kms.ReplicaKey,
    lambda_.Function,
    lambda_.ProvisionedConcurrencyConfig,
    logs.LogGroup,
    logs.LogMetricFilter,
    rds.Instance,
    route53.HealthCheck,
    route53.Record,
    route53.ResolverEndpoint,
    route53.Zone,
    s3.AnalyticsConfiguration,
    s3.Bucket,
    s3.Inventory,
    secretsmanager.Secret,
    sns.Subscription,
    sns.Topic,
    sqs.Queue,
    ssm.Activation,
    ssm.Parameter,
    vpc.Eip,
    vpc.NatGateway,
    vpc.VpcEndpoint,
    wafv2.WebAcl,
)

PRICED: dict[str, type[PricedResource]] = {
    token: model for model in MODELS for token in (model.type, *model.aliases)
}


def table(name: str, column: str) -> dict[str, str]:
    with (Path(__file__).parent / name).open(newline="") as lines:
        return {row["type"]: row[column] for row in csv.DictReader(lines)}


FREE = table("free.csv", "reason")  # type → why it has no charge of its own
UNPRICED = table("unpriced.csv", "metered_on")  # type → what a model would have to meter
