"""What every component stands on, made first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pulumi
import pulumi_aws as aws

from infra.governance import attach_spent
from infra.identity import Identity, IdentityArgs, bounded
from infra.keys import DOMAINS, Domain, Keys, KeysArgs
from infra.logs import LogKeeping
from infra.patching import GROUP_TAG, patch_group
from infra.region import Wanted, check_instance_types, scope_of, types_of, zones_of
from infra.scope import STANDBY, Scope
from infra.settings import RecoverySettings, Settings


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
    prefix: str = ""  # of its components' names, where there are two regions
    away: "Ground | None" = None  # of the region that takes over

    @property
    def machine_tags(self) -> Mapping[str, str]:
        """Return what every machine carries: the provider's tags do not reach one by themselves."""
        return {**self.default_tags, GROUP_TAG: patch_group(self.scope)}

    @property
    def dormant(self) -> bool:
        """Return whether it holds data only, until it is needed."""
        standby = self.settings.standby
        return bool(self.prefix and standby and standby.mode == "pilot_light")


def prepare(settings: Settings, project: str) -> Ground:
    default_tags = {
        "environment": settings.environment,
        "owner": settings.owner,
        "cost-center": settings.cost_center,
        "managed-by": "pulumi",
    }
    provider = make_provider("home", settings, default_tags)
    ask = pulumi.InvokeOptions(provider=provider)
    home = pulumi.ResourceOptions(providers=[provider])

    scope = scope_of(settings, project, ask)
    zones = zones_of(settings, ask)
    check_instance_types(types_of(settings, zones), ask)

    args = KeysArgs(
        scope=scope,
        domains=domains_of(settings),
        protected=settings.protected,
        tags=tags("keys", "shared", "internal"),
        multi_region=settings.standby is not None,
    )
    keys = Keys("keys", args, home)
    logs = LogKeeping(settings.observability.log_retention_days, keys.arns["logs"])
    identity = make_identity(settings, scope, logs, home)
    home = pulumi.ResourceOptions(
        providers=[provider], transformations=[bounded(identity.boundary_arn)]
    )
    ground = Ground(settings, scope, zones, keys, logs, default_tags, home)
    return replace(ground, away=prepare_away(ground)) if settings.standby else ground


def prepare_away(home: Ground) -> Ground:
    """Prepare the region that takes over: with replicas of the keys, so that it reads what came."""
    settings = abroad(home.settings)
    scope = replace(home.scope, region=settings.region)
    provider = make_provider("away", settings, home.default_tags)
    ask = pulumi.InvokeOptions(provider=provider)
    zones = zones_of(settings, ask, "standby.zones")
    types = settings.serving.instance_types
    wanted = Wanted("serving.instance_types", types, zones, "standby.zones")
    check_instance_types([wanted], ask)

    options = pulumi.ResourceOptions(
        providers=[provider], transformations=home.home.transformations
    )
    args = KeysArgs(
        scope=scope,
        domains=domains_of(settings),
        protected=settings.protected,
        tags=tags("keys", "shared", "internal"),
        primary=home.keys.arns,
    )
    keys = Keys(f"{STANDBY}keys", args, options)
    logs = LogKeeping(settings.observability.log_retention_days, keys.arns["logs"])
    return Ground(settings, scope, zones, keys, logs, home.default_tags, options, STANDBY)


def abroad(settings: Settings) -> Settings:
    """Return the settings of the region that takes over: the same, but for its size and place."""
    standby = settings.standby
    if standby is None:
        raise ValueError("there is no other region")
    network = {"cidr": standby.cidr, "zones": standby.zones}
    base = min(settings.serving.on_demand_base, standby.min_size)
    fleet = {"min_size": standby.min_size, "on_demand_base": base}
    return settings.model_copy(
        update={
            "region": standby.region,
            "network": settings.network.model_copy(update=network),
            "serving": settings.serving.model_copy(update=fleet),
            "database": settings.database.model_copy(
                update={"instances": standby.database_instances}
            ),
            "cache": settings.cache.model_copy(update={"nodes": standby.cache_nodes}),
            "account_wide": None,  # has its trail, and what it records, at home
            "recovery": uncopied(settings.recovery),
        }
    )


def uncopied(recovery: RecoverySettings) -> RecoverySettings:
    """Keep backups of the other region's own data where they are: home's are elsewhere."""
    classes = {
        name: each and each.model_copy(update={"copy_keep_days": None})
        for name, each in (("critical", recovery.critical), ("standard", recovery.standard))
    }
    nowhere = {"copy_region": None, "copy_account_vault_arn": None}
    return recovery.model_copy(update={**classes, **nowhere})


def make_provider(name: str, settings: Settings, default_tags: Mapping[str, str]) -> aws.Provider:
    return aws.Provider(
        name,
        region=settings.region,
        allowed_account_ids=[settings.account] if settings.account else None,
        default_tags={"tags": default_tags},
    )


def make_identity(
    settings: Settings, scope: Scope, logs: LogKeeping, home: pulumi.ResourceOptions
) -> Identity:
    """Draw the line that no role of the stack crosses, before any is made."""
    args = IdentityArgs(
        scope=scope,
        settings=settings.identity,
        regions=regions_of(settings),
        more=[attach_spent(scope)] if settings.governance.action else [],
        logs=logs,
        tags=tags("identity", "shared", "internal"),
    )
    return Identity("identity", args, home)


def domains_of(settings: Settings) -> list[Domain]:
    """Return what has a key of its own, of the parts that the stack has."""
    recovery = settings.recovery
    lacking: set[Domain] = set()
    if settings.account_wide is None:
        lacking.add("audit")
    if recovery.critical is None and recovery.standard is None:
        lacking.add("backups")
    return [domain for domain in DOMAINS if domain not in lacking]


def regions_of(settings: Settings) -> list[str]:
    """Return where the stack has anything: home, where it fails over to, where its copies go."""
    standby = settings.standby.region if settings.standby else None
    others = {standby, settings.recovery.copy_region} - {None, settings.region}
    return [settings.region, *sorted(each for each in others if each)]


def tags(component: str, workload: str, data_classification: str) -> dict[str, str]:
    """Return a component's own tags; the provider adds the stack's.

    `workload` tells the part it has in the whole: serving, training, batch or shared.
    """
    return {
        "component": component,
        "workload": workload,
        "data-classification": data_classification,
    }
