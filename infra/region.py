"""Preparation of the primary and the standby region: provider, context, zones and KMS keys."""

from collections.abc import Mapping
from dataclasses import replace

import pulumi
import pulumi_aws as aws

from infra.aws.key import DOMAINS, Domain
from infra.context import STANDBY
from infra.deployment import Deployment
from infra.lookups import (
    TypeRequirement,
    check_instance_types,
    lookup_context,
    lookup_zones,
    type_requirements,
)
from infra.network.firewall import plan_rate_limit
from infra.operations.governance import attach_deny_policy
from infra.operations.settings import RecoverySettings
from infra.security.identity import Identity, IdentityArgs, attach_boundary
from infra.security.keys import Keys, KeysArgs
from infra.settings import Settings


def primary_region(settings: Settings, project: str) -> Deployment:
    """Create provider, keys and permissions boundary. Raise SettingsError."""
    default_tags = {
        "environment": settings.environment,
        "owner": settings.owner,
        "cost-center": settings.cost_center,
        "managed-by": "pulumi",
    }
    provider = aws_provider("primary", settings, default_tags)
    invoke = pulumi.InvokeOptions(provider=provider)
    options = pulumi.ResourceOptions(providers=[provider])
    zones = lookup_zones(settings, invoke)
    check_instance_types(type_requirements(settings, zones), invoke)
    context = replace(
        lookup_context(settings, project, invoke), default_tags=default_tags, options=options
    )
    keys = Keys(
        "keys",
        KeysArgs(context, domains_of(settings), multi_region=settings.standby is not None),
        options,
    )
    context = replace(context, log_key_arn=keys.arns["logs"])
    action = settings.governance.action
    identity = Identity(
        "identity",
        IdentityArgs(
            context=context,
            settings=settings.identity,
            regions=regions_of(settings),
            statements=[attach_deny_policy(context)] if action else [],
        ),
        options,
    )
    bounded = pulumi.ResourceOptions(
        providers=[provider], transformations=[attach_boundary(identity.boundary_arn)]
    )
    return Deployment(settings, replace(context, options=bounded), zones, keys.arns)


def standby_region(primary: Deployment) -> Deployment:
    """Create the provider and the replica keys of the standby region. Raise SettingsError."""
    settings = standby_settings(primary.settings)
    provider = aws_provider("standby", settings, primary.context.default_tags)
    invoke = pulumi.InvokeOptions(provider=provider)
    zones = lookup_zones(settings, invoke, "standby.zones")
    types = settings.serving.instance_types if settings.serving else ()
    required = TypeRequirement("serving.instance_types", types, zones, "standby.zones")
    check_instance_types([required] if types else [], invoke)
    transformations = primary.context.options.transformations if primary.context.options else None
    options = pulumi.ResourceOptions(providers=[provider], transformations=transformations)
    context = replace(
        primary.context, region=settings.region, component_prefix=STANDBY, options=options
    )
    keys = Keys(
        context.component("keys"),
        KeysArgs(context, domains_of(settings), primary=primary.keys),
        options,
    )
    return Deployment(settings, replace(context, log_key_arn=keys.arns["logs"]), zones, keys.arns)


def standby_settings(settings: Settings) -> Settings:
    """Return the settings of the standby region: the primary's with its own network and sizes."""
    standby = settings.standby
    if standby is None:
        raise ValueError("the stack has no standby region")
    base = settings.serving.on_demand_base if settings.serving else 0
    changes: dict[str, dict[str, object]] = {
        "network": {"cidr": standby.cidr, "zones": standby.zones},
        # Of the load after a failover.
        "load_balancer": {"firewall_rate_limit": plan_rate_limit(settings)},
        "serving": {"min_size": standby.min_size, "on_demand_base": min(base, standby.min_size)},
        "database": {"instances": standby.database_instances},
        "cache": {"nodes": standby.cache_nodes},
    }
    return settings.model_copy(
        update={
            "region": standby.region,
            **{
                name: group.model_copy(update=values)
                for name, values in changes.items()
                if (group := getattr(settings, name))
            },
            "account_wide": None,  # trail and delivery bucket are in the primary region
            "recovery": without_copies(settings.recovery),
        }
    )


def without_copies(recovery: RecoverySettings) -> RecoverySettings:
    """Return backup plans without copies: the primary region has its own backups."""
    classes = {
        name: each and each.model_copy(update={"copy_keep_days": None})
        for name, each in (("critical", recovery.critical), ("standard", recovery.standard))
    }
    no_copies = {"copy_region": None, "copy_account_vault_arn": None}
    return recovery.model_copy(update={**classes, **no_copies})


def aws_provider(name: str, settings: Settings, default_tags: Mapping[str, str]) -> aws.Provider:
    return aws.Provider(
        name,
        region=settings.region,
        allowed_account_ids=[settings.account] if settings.account else None,
        default_tags={"tags": default_tags},
    )


def domains_of(settings: Settings) -> list[Domain]:
    """Return the data domains of the stack's components, each with a KMS key."""
    recovery = settings.recovery
    absent: set[Domain] = set()
    if settings.database is None:
        absent.add("database")
    if settings.cache is None:
        absent.add("cache")
    if settings.account_wide is None:
        absent.add("audit")
    if recovery.critical is None and recovery.standard is None:
        absent.add("backups")
    return [domain for domain in DOMAINS if domain not in absent]


def regions_of(settings: Settings) -> list[str]:
    """Return all regions of the stack: primary, standby and backup copies."""
    standby = settings.standby.region if settings.standby else None
    others = {standby, settings.recovery.copy_region} - {None, settings.region}
    return [settings.region, *sorted(each for each in others if each)]
