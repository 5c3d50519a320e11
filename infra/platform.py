"""The platform: its components put together, and every decision on availability in sight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from infra.alarms import Alarm
from infra.cache import Cache, CacheArgs, connect_to_cache
from infra.database import Database, DatabaseArgs, connect_to_database
from infra.firewall import Firewall, FirewallArgs
from infra.governance import Governance, GovernanceArgs
from infra.keys import Keys, KeysArgs
from infra.load_balancer import Domain, LoadBalancer, LoadBalancerArgs
from infra.logs import LogKeeping
from infra.network import Network, NetworkArgs
from infra.observability import Observability, ObservabilityArgs
from infra.region import check_instance_types, scope_of, zones_of
from infra.scope import Scope
from infra.serving import Entrance, Serving, ServingArgs
from infra.settings import LoadBalancerSettings, Settings
from infra.storage import Ageing, Storage, StorageArgs


def platform(settings: Settings, project: str) -> Mapping[str, pulumi.Input[str]]:
    """Declare all resources and return the stack's outputs. Raise SettingsError."""
    ground = prepare(settings, project)
    network = make_network(ground)
    storage = make_storage(ground)
    database = make_database(ground, network)
    cache = make_cache(ground, network)
    load_balancer = make_load_balancer(ground, network, storage)
    if settings.load_balancer.firewall_rule_groups:
        make_firewall(ground, load_balancer)
    serving = make_serving(ground, network, load_balancer, database, cache)
    observability = make_observability(
        ground,
        {
            "network": network.alarms,
            "load-balancer": load_balancer.alarms,
            "serving": serving.alarms,
            "database": database.alarms,
            "cache": cache.alarms,
        },
    )
    make_governance(ground, observability)
    return {
        "url": load_balancer.url,
        "database_endpoint": database.endpoint,
        "cache_endpoint": cache.endpoint,
        "dashboard": observability.dashboard,
        **{f"{purpose}_bucket": each.bucket for purpose, each in storage.buckets.items()},
    }


@dataclass(frozen=True, slots=True)
class Ground:
    """What every component stands on."""

    settings: Settings
    scope: Scope
    zones: Sequence[str]
    keys: Keys
    logs: LogKeeping
    default_tags: Mapping[str, str]  # the provider's
    home: pulumi.ResourceOptions


def prepare(settings: Settings, project: str) -> Ground:
    default_tags = {
        "environment": settings.environment,
        "owner": settings.owner,
        "cost-center": settings.cost_center,
        "managed-by": "pulumi",
    }
    provider = aws.Provider(
        "home",
        region=settings.region,
        allowed_account_ids=[settings.account] if settings.account else None,
        default_tags={"tags": default_tags},
    )
    ask = pulumi.InvokeOptions(provider=provider)
    home = pulumi.ResourceOptions(providers=[provider])

    scope = scope_of(settings, project, ask)
    zones = zones_of(settings, ask)
    check_instance_types(settings.serving.instance_types, zones, ask)

    args = KeysArgs(scope, settings.protected, tags("keys", "shared", "internal"))
    keys = Keys("keys", args, home)
    logs = LogKeeping(settings.observability.log_retention_days, keys.arns["logs"])
    return Ground(settings, scope, zones, keys, logs, default_tags, home)


def make_network(ground: Ground) -> Network:
    """Give each zone its own subnets, endpoints and, unless one is said to do, its own NAT."""
    settings = ground.settings.network
    args = NetworkArgs(
        scope=ground.scope,
        cidr=settings.cidr,
        zones=ground.zones,
        nat=settings.nat,
        interface_endpoints=settings.interface_endpoints,
        logs=ground.logs,
        tags=tags("network", "shared", "internal"),
    )
    return Network("network", args, ground.home)


def make_storage(ground: Ground) -> Storage:
    """Keep versions: what is deleted or overwritten can be had back for a while."""
    settings = ground.settings.storage
    args = StorageArgs(
        scope=ground.scope,
        ageing=Ageing(
            infrequent_access=settings.infrequent_access_days,
            archive=settings.archive_days,
            noncurrent=settings.noncurrent_days,
            logs=settings.log_days,
        ),
        key_arn=ground.keys.arns["data"],
        protected=ground.settings.protected,
        data_classification=ground.settings.data_classification,
        tags=tags("storage", "shared", ground.settings.data_classification),
    )
    return Storage("storage", args, ground.home)


def make_database(ground: Ground, network: Network) -> Database:
    """Put writer and readers, all of one class, into the zones in turn; storage is in three."""
    args = DatabaseArgs(
        scope=ground.scope,
        settings=ground.settings.database,
        vpc_id=network.vpc_id,
        subnet_ids=network.data_subnet_ids,
        zones=ground.zones,
        key_arn=ground.keys.arns["database"],
        logs=ground.logs,
        protected=ground.settings.protected,
        tags=tags("database", "serving", ground.settings.data_classification),
    )
    return Database("database", args, ground.home)


def make_cache(ground: Ground, network: Network) -> Cache:
    """Put a primary and its replicas into the zones in turn; it fails over by itself."""
    args = CacheArgs(
        scope=ground.scope,
        settings=ground.settings.cache,
        vpc_id=network.vpc_id,
        subnet_ids=network.data_subnet_ids,
        zones=ground.zones,
        key_arn=ground.keys.arns["cache"],
        protected=ground.settings.protected,
        tags=tags("cache", "serving", ground.settings.data_classification),
    )
    return Cache("cache", args, ground.home)


def make_load_balancer(ground: Ground, network: Network, storage: Storage) -> LoadBalancer:
    """Have a node in every zone, and a way to shift off one."""
    settings = ground.settings.load_balancer
    args = LoadBalancerArgs(
        scope=ground.scope,
        vpc_id=network.vpc_id,
        subnet_ids=network.public_subnet_ids,
        certificate=certificate(settings),
        allowed_cidrs=settings.allowed_cidrs,
        idle_timeout_seconds=settings.idle_timeout_seconds,
        log_bucket=storage.buckets["logs"].bucket,
        after=[network, storage.policies["logs"]],
        protected=ground.settings.protected,
        tags=tags("load-balancer", "serving", "internal"),
    )
    return LoadBalancer("load-balancer", args, ground.home)


def certificate(settings: LoadBalancerSettings) -> Domain | str:
    """Return the one of the two that is stated: agreement.py sees to it that one is."""
    if settings.domain and settings.hosted_zone:
        return Domain(settings.domain, settings.hosted_zone)
    return str(settings.certificate_arn)


def make_firewall(ground: Ground, load_balancer: LoadBalancer) -> Firewall:
    settings = ground.settings.load_balancer
    args = FirewallArgs(
        scope=ground.scope,
        load_balancer_arn=load_balancer.arn,
        rule_groups=settings.firewall_rule_groups,
        rate_limit=settings.firewall_rate_limit,
        logs=ground.logs,
        tags=tags("firewall", "serving", "internal"),
    )
    return Firewall("firewall", args, ground.home)


def make_serving(
    ground: Ground,
    network: Network,
    load_balancer: LoadBalancer,
    database: Database,
    cache: Cache,
) -> Serving:
    """Keep a base on demand in all zones; the rest is spot of many types, replaced in time."""
    args = ServingArgs(
        scope=ground.scope,
        settings=ground.settings.serving,
        vpc_id=network.vpc_id,
        subnet_ids=network.private_subnet_ids,
        entrance=Entrance(
            load_balancer.listener_arn, load_balancer.arn_suffix, load_balancer.security_group_id
        ),
        client_groups=[database.client_group_id, cache.client_group_id],
        permissions=[connect_to_database(ground.scope), connect_to_cache(ground.scope)],
        after=[network, database, cache],
        logs=ground.logs,
        tags=tags("serving", "serving", ground.settings.data_classification),
        default_tags=ground.default_tags,
    )
    return Serving("serving", args, ground.home)


def make_observability(ground: Ground, watched: Mapping[str, Sequence[Alarm]]) -> Observability:
    """Watch what every tier wants watched; all of it reaches a person."""
    args = ObservabilityArgs(
        scope=ground.scope,
        watched=watched,
        emails=ground.settings.observability.alarm_emails,
        key_arn=ground.keys.arns["alarms"],
        tags=tags("observability", "shared", "internal"),
    )
    return Observability("observability", args, ground.home)


def make_governance(ground: Ground, observability: Observability) -> Governance:
    args = GovernanceArgs(
        scope=ground.scope,
        settings=ground.settings.governance,
        monthly_budget=ground.settings.budget,
        emails=ground.settings.observability.alarm_emails,
        topic_arn=observability.topic_arn,
        tags=tags("governance", "shared", "internal"),
    )
    return Governance("governance", args, ground.home)


def tags(component: str, workload: str, data_classification: str) -> dict[str, str]:
    """Return a component's own tags; the provider adds the stack's.

    `workload` tells the part it has in the whole: serving, training, batch or shared.
    """
    return {
        "component": component,
        "workload": workload,
        "data-classification": data_classification,
    }
