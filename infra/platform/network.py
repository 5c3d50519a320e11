"""The network and the entrance to it."""

from pulumi_aws import route53

from infra.firewall import Firewall, FirewallArgs
from infra.load_balancer import Domain, Failover, LoadBalancer, LoadBalancerArgs
from infra.network import Network, NetworkArgs
from infra.platform.ground import Ground, tags
from infra.storage import Storage


def make_network(ground: Ground) -> Network:
    """Give each zone its own subnets, endpoints and, unless one is said to do, its own NAT."""
    settings = ground.settings.network
    args = NetworkArgs(
        scope=ground.scope,
        cidr=settings.cidr,
        zones=ground.zones,
        nat="none" if ground.dormant else settings.nat,
        interface_endpoints=() if ground.dormant else settings.interface_endpoints,
        logs=ground.logs,
        tags=tags("network", "shared", "internal"),
    )
    return Network(f"{ground.prefix}network", args, ground.home)


def make_load_balancer(
    ground: Ground, network: Network, storage: Storage, proof: route53.Record | None = None
) -> LoadBalancer:
    """Have a node in every zone, a way to shift off one, and one to turn to the other region."""
    settings = ground.settings.load_balancer
    args = LoadBalancerArgs(
        scope=ground.scope,
        vpc_id=network.vpc_id,
        subnet_ids=network.public_subnet_ids,
        certificate=certificate(ground, proof),
        allowed_cidrs=settings.allowed_cidrs,
        idle_timeout_seconds=settings.idle_timeout_seconds,
        log_bucket=storage.buckets["logs"].bucket,
        after=[network, storage.policies["logs"]],
        protected=ground.settings.protected,
        tags=tags("load-balancer", "serving", "internal"),
    )
    return LoadBalancer(f"{ground.prefix}load-balancer", args, ground.home)


def certificate(ground: Ground, proof: route53.Record | None) -> Domain | str:
    """Return the one of the two that is stated: infra/agreement sees to it that one is."""
    settings = ground.settings.load_balancer
    if settings.domain and settings.hosted_zone:
        return Domain(settings.domain, settings.hosted_zone, failover(ground), proof)
    return str(settings.certificate_arn)


def failover(ground: Ground) -> Failover | None:
    standby = ground.settings.standby
    if standby is None or standby.mode != "warm_standby":
        return None
    return Failover(
        first=not ground.prefix,
        path=ground.settings.serving.health_path,
        interval_seconds=standby.health_check_seconds,
    )


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
    return Firewall(f"{ground.prefix}firewall", args, ground.home)
