"""Who hears and who pays."""

from collections.abc import Mapping, Sequence

import pulumi

from infra.alarms import Alarm, Event
from infra.billing import Billing, BillingArgs
from infra.canary import Canary, CanaryArgs
from infra.governance import Governance, GovernanceArgs
from infra.load_balancer import LoadBalancer
from infra.network import Network
from infra.nights import Nights, NightsArgs
from infra.observability import Observability, ObservabilityArgs
from infra.patching import Patching, PatchingArgs
from infra.platform.ground import Ground, tags
from infra.platform.home import Home
from infra.platform.part import Part, joined
from infra.settings import AccountSettings, CanarySettings, NightSettings, VpnSettings
from infra.storage import Storage
from infra.vpn import Vpn, VpnArgs


def operate(ground: Ground, home: Home, optional: Part) -> None:
    """Watch all there is, pay for it knowingly, keep it up to date, let it sleep."""
    settings = ground.settings
    watched = [Part(home.alarms, home.events), Part({"models": model_alarms(ground)}), optional]
    if settings.observability.canary:
        canary = make_canary(
            ground, settings.observability.canary, home.load_balancer, home.storage
        )
        watched.append(canary)
    every = joined(watched)
    observability = make_observability(ground, every.alarms, every.events, every.elsewhere)
    make_governance(ground, observability)
    if settings.account_wide:
        make_billing(ground, settings.account_wide, observability)
    make_patching(ground)
    if settings.identity.vpn:
        make_vpn(ground, settings.identity.vpn, home.network)
    if settings.nights_off:
        make_nights(ground, settings.nights_off, home, observability)


def make_observability(
    ground: Ground,
    watched: Mapping[str, Sequence[Alarm]],
    heard: Mapping[str, Sequence[Event]],
    elsewhere: Sequence[pulumi.Input[str]] = (),
) -> Observability:
    """Watch what every tier wants watched; all of it reaches a person."""
    args = ObservabilityArgs(
        scope=ground.scope,
        watched=watched,
        heard=heard,
        dashboard=not ground.prefix,
        elsewhere=elsewhere,
        emails=ground.settings.observability.alarm_emails,
        key_arn=ground.keys.arns["alarms"],
        tags=tags("observability", "shared", "internal"),
    )
    return Observability(f"{ground.prefix}observability", args, ground.home)


def model_alarms(ground: Ground) -> list[Alarm]:
    """Watch what serving says of its models; what is normal, CloudWatch learns."""
    return [
        Alarm(
            name=metric.name,
            meaning=metric.meaning,
            namespace=f"{ground.scope.project}/{ground.scope.environment}",
            metric=metric.name,
            dimensions={},
            threshold=metric.band,
            fires=metric.leaves,
            learnt=True,
            minutes=15,
            of_them=10,
        )
        for metric in ground.settings.observability.model_metrics
    ]


def make_patching(ground: Ground) -> None:
    args = PatchingArgs(
        scope=ground.scope,
        settings=ground.settings.patching,
        tags=tags("patching", "shared", "internal"),
    )
    Patching(f"{ground.prefix}patching", args, ground.home)


def make_nights(
    ground: Ground, settings: NightSettings, home: Home, observability: Observability
) -> None:
    """Let a development stack sleep; agreement sees to it that no other does."""
    args = NightsArgs(
        scope=ground.scope,
        settings=settings,
        serving=ground.settings.serving,
        group_name=home.serving.group.name,
        cluster=home.stores.database.cluster.cluster_identifier,
        key_arn=ground.keys.arns["data"],
        alarms=observability.names,
        tags=tags("nights", "shared", "internal"),
    )
    Nights("nights", args, ground.home)


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


def make_billing(ground: Ground, settings: AccountSettings, observability: Observability) -> None:
    args = BillingArgs(
        categories=settings.billing,
        activate_tags=settings.cost_allocation_tags,
        tag_policy_target=settings.tag_policy_target,
        topic_arn=observability.topic_arn,
        anomaly_usd=ground.settings.governance.anomaly_usd,
        tags=tags("billing", "shared", "internal"),
    )
    Billing("billing", args, ground.home)


def make_canary(
    ground: Ground, settings: CanarySettings, load_balancer: LoadBalancer, storage: Storage
) -> Part:
    """Come in by the name that clients use: it is answered by whichever region serves."""
    args = CanaryArgs(
        scope=ground.scope,
        settings=settings,
        url=load_balancer.url,
        log_bucket=storage.buckets["logs"].id,
        tags=tags("canary", "serving", "internal"),
    )
    return Part(alarms={"canary": Canary("canary", args, ground.home).alarms})


def make_vpn(ground: Ground, settings: VpnSettings, network: Network) -> None:
    """Have a way in by every zone."""
    args = VpnArgs(
        scope=ground.scope,
        settings=settings,
        vpc_id=network.vpc_id,
        vpc_cidr=ground.settings.network.cidr,
        subnet_ids={zone: subnet.id for zone, subnet in network.private.items()},
        logs=ground.logs,
        tags=tags("vpn", "shared", "internal"),
    )
    Vpn("vpn", args, ground.home)
