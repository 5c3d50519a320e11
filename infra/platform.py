"""The platform: which components a stack has, in order.

Each add_* function is beside its component; its docstring states the availability decision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pulumi
from pulumi_aws import route53

from infra.aws.listener import Listener
from infra.containers.service import add_containers
from infra.deployment import Deployment
from infra.functions.function import add_functions
from infra.kubernetes.cluster import add_kubernetes
from infra.lake.catalog import add_catalog
from infra.lake.spark import add_spark
from infra.lake.workflow import add_workflow
from infra.models.endpoint import add_endpoints
from infra.models.image_registry import add_image_registry
from infra.models.pipeline import add_model_registry
from infra.network.firewall import add_firewall
from infra.network.load_balancer import LoadBalancer, add_load_balancer
from infra.network.network import Network, add_network
from infra.operations.billing import add_billing
from infra.operations.canary import add_canary
from infra.operations.governance import add_governance
from infra.operations.observability import (
    add_model_alarms,
    add_observability,
    allow_model_metrics,
)
from infra.operations.off_hours import add_off_hours
from infra.operations.patching import add_patching
from infra.operations.quota_alarms import add_quota_alarms
from infra.operations.recovery import add_recovery
from infra.operations.replication import add_replication
from infra.region import primary_region, standby_region
from infra.security.account import add_account
from infra.security.audit import Audit, add_audit
from infra.security.config_recorder import add_config_recorder
from infra.security.detection import add_detection
from infra.security.identity import Sessions
from infra.security.settings import AccountSettings
from infra.security.vpn import add_vpn
from infra.serving.serving import Serving, add_serving
from infra.settings import Settings
from infra.stores.buckets import Storage, add_storage, read_releases
from infra.stores.cache import add_cache
from infra.stores.database import Database, Membership, add_database
from infra.stores.feature_store import (
    FeatureStore,
    add_feature_store,
    use_feature_store_replica,
)
from infra.stores.file_system import add_scratch
from infra.stores.global_database import add_global_database
from infra.stores.search import add_search
from infra.streaming.delivery import add_delivery
from infra.streaming.flink import add_flink
from infra.streaming.kafka import add_kafka
from infra.streaming.stream import add_stream
from infra.training.checkpoints import add_checkpoints
from infra.training.multi_node import add_multi_node
from infra.training.training import add_training

DATA_BUCKETS = ("data", "features", "models")  # replicated, audited and scanned
BACKED_UP_BUCKETS = ("features", "models", "releases")  # the data bucket can be filled again


@dataclass(frozen=True, slots=True)
class Stores:
    """Buckets of both regions, which the bootstrap stage creates."""

    primary: Storage
    standby: Storage | None


@dataclass(frozen=True, slots=True)
class Core:
    """Components of a region that others depend on."""

    network: Network
    storage: Storage
    database: Database | None

    @property
    def logs(self) -> tuple[pulumi.Output[str], list[pulumi.Resource]]:
        """Log bucket, and the policy that log delivery requires."""
        return self.storage.buckets["logs"].id, [self.storage.policies["logs"]]


@dataclass(frozen=True, slots=True)
class Front:
    """Components of a region that clients connect to."""

    load_balancer: LoadBalancer
    listener: Listener


def platform(settings: Settings, project: str) -> Mapping[str, pulumi.Input[Any]]:
    """Declare all resources and return the stack's outputs. Raise SettingsError."""
    d = primary_region(settings, project)
    standby = standby_region(d) if settings.standby else None
    stores = add_bootstrap(d, standby)
    if settings.stage == "bootstrap":
        return {**d.outputs, "key_arns": dict(d.keys)}
    member = add_global_database(d)
    core = add_core(d, stores.primary, member)
    allow_model_metrics(d)
    front = add_front(d, core)
    features = add_data_services(d, core, standby)
    serving = add_fleet(d, core, front)
    add_serving_variants(d, core, front)
    add_training_services(d, core)
    audit = add_audit(d, data_bucket_arns(d, standby), *core.logs)
    if settings.account_wide:
        add_account_services(d, d, core, settings.account_wide, audit)
    standby_alarms: Sequence[pulumi.Output[str]] = ()
    if standby and stores.standby and member and core.database and front:
        there = replace(member, depends_on=[core.database])
        replica = add_core(standby, stores.standby, there)
        standby_alarms = add_standby(d, standby, replica, features, front.load_balancer, audit)
    add_recovery(d, backed_up_buckets(core))
    add_model_alarms(d)
    add_quota_alarms(d)
    if front:
        add_canary(d, front.load_balancer.url, core.logs[0])
    observability = add_observability(d, standby_alarms)
    add_governance(d, observability.topic_arn)
    add_billing(d, observability.topic_arn)
    add_patching(d)
    add_vpn(d, core.network.private_subnets)
    cluster = core.database.cluster.cluster_identifier if core.database else None
    add_off_hours(d, serving.group.name if serving else None, cluster, observability.names)
    return {**d.outputs, "key_arns": dict(d.keys)}


def add_bootstrap(d: Deployment, standby: Deployment | None) -> Stores:
    """Add what images and artifacts are pushed to: the rest of the stack needs both at creation.

    Objects are replicated from their first upload on.
    """
    add_image_registry(d)
    primary = add_storage(d)
    logs = primary.buckets["logs"].id, [primary.policies["logs"]]
    add_checkpoints(d, *logs)
    if standby is None:
        return Stores(primary, None)
    replica = add_storage(standby)
    add_replication(
        d,
        standby,
        {each: primary.buckets[each].id for each in DATA_BUCKETS},
        {each: replica.buckets[each].arn for each in DATA_BUCKETS},
        [primary, replica],
    )
    return Stores(primary, replica)


def add_core(d: Deployment, storage: Storage, member: Membership | None) -> Core:
    network = add_network(d)
    return Core(network, storage, add_database(d, network.data_subnets, member))


def add_front(
    d: Deployment, core: Core, validation_record: route53.Record | None = None
) -> Front | None:
    add_cache(d, core.network.data_subnets)
    load_balancer = add_load_balancer(
        d,
        core.network.public_subnets,
        core.storage.buckets["logs"].bucket,
        [core.network, *core.logs[1]],
        validation_record,
    )
    settings = d.settings.load_balancer
    if load_balancer is None or settings is None:
        return None
    add_firewall(d, load_balancer.arn)
    listener = Listener(
        arn=load_balancer.listener_arn,
        load_balancer_suffix=load_balancer.arn_suffix,
        security_group_id=load_balancer.security_group_id,
        autoshift_arn=load_balancer.arn if settings.zonal_autoshift else None,
    )
    return Front(load_balancer, listener)


def add_data_services(d: Deployment, core: Core, standby: Deployment | None) -> FeatureStore | None:
    """Add streams, stores and the data lake, whose clients the services after it may be."""
    network, bucket_arn = core.network, core.storage.buckets["data"].arn
    stream = add_stream(d)
    add_kafka(d, network.data_subnets)
    add_delivery(d, stream.arn if stream else None, bucket_arn)
    add_flink(d, network.private_subnets, bucket_arn)
    if d.settings.storage.release_lock_days:
        d.allow_clients(read_releases(d.context))
    features = add_feature_store(d, standby)
    add_search(d, network.data_subnets)
    add_catalog(d, bucket_arn)
    add_spark(d, network.private_subnets)
    add_workflow(d)
    add_endpoints(d, network.private_subnets)
    return features


def add_fleet(d: Deployment, core: Core, front: Front | None) -> Serving | None:
    if front is None:
        return None
    return add_serving(d, core.network.private_subnets, front.listener, [core.network])


def add_serving_variants(d: Deployment, core: Core, front: Front | None) -> None:
    subnets = core.network.private_subnets
    add_functions(d, subnets)
    if front:
        add_containers(d, subnets, front.listener, [core.network])
    add_kubernetes(d, subnets, [core.network])


def add_training_services(d: Deployment, core: Core) -> None:
    network = core.network
    scratch = add_scratch(d, network.data_subnets)
    groups = [scratch.client_group_id] if scratch else []
    requires = [network, *([scratch] if scratch else [])]
    training = add_training(d, network.private_subnets, groups, requires)
    if training:
        add_multi_node(d, training, network.vpc_id, network)
    add_model_registry(d, network.private_subnets)


def add_account_services(
    d: Deployment, primary: Deployment, core: Core, settings: AccountSettings, audit: Audit | None
) -> None:
    """Add account settings, AWS Config and threat detection, which each region needs."""
    add_account(d, settings)
    bucket = audit.configuration.id if audit and audit.configuration else None
    add_config_recorder(d, settings, primary, bucket)
    # Macie analyzes objects where they are written, not their replicas.
    analyzed = [] if d.is_standby else [core.storage.buckets[each].id for each in DATA_BUCKETS]
    add_detection(d, settings, analyzed)


def add_standby(  # noqa: PLR0913, PLR0917 (connects two regions)
    d: Deployment,
    standby: Deployment,
    replica: Core,
    features: FeatureStore | None,
    primary: LoadBalancer,
    audit: Audit | None,
) -> Sequence[pulumi.Output[str]]:
    """Add the components of the standby region and return the ARNs of its alarms.

    A warm standby also runs a small fleet that takes over on failover. The database lags about a
    second, objects up to minutes; the cache is not replicated.
    """
    allow_model_metrics(standby)
    if replica.database:
        d.outputs["standby_database_endpoint"] = replica.database.reader_endpoint
    front = None if standby.data_only else add_front(standby, replica, primary.validation_record)
    use_feature_store_replica(standby, features)
    if front:
        standby.create(Sessions, "sessions", standby.context)
        add_fleet(standby, replica, front)
        add_patching(standby)
        d.outputs["standby_cache_endpoint"] = standby.outputs["cache_endpoint"]
    add_quota_alarms(standby)
    if d.settings.account_wide:
        add_account_services(standby, d, replica, d.settings.account_wide, audit)
    add_recovery(standby, backed_up_buckets(replica))
    return add_observability(standby).alarm_arns


def data_bucket_arns(d: Deployment, standby: Deployment | None) -> list[str]:
    contexts = [d.context, standby.context] if standby else [d.context]
    return [context.bucket_arn(purpose) for context in contexts for purpose in DATA_BUCKETS]


def backed_up_buckets(core: Core) -> list[pulumi.Input[str]]:
    buckets = core.storage.buckets
    return [buckets[each].arn for each in BACKED_UP_BUCKETS if each in buckets]
