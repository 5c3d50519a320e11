"""Application Load Balancer over all zones, with its certificate and DNS record."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

import pulumi
from pulumi_aws import acm, ec2, lb, route53, vpc

from infra.aws.bucket import LOAD_BALANCER_LOGS
from infra.aws.subnets import Subnets
from infra.context import Context
from infra.deployment import Deployment
from infra.network.alarms import load_balancer_alarms
from infra.network.settings import LoadBalancerSettings

# TLS 1.3 and 1.2, with forward secrecy and without CBC ciphers.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
HTTP, HTTPS = 80, 443


@dataclass(frozen=True, slots=True)
class Failover:
    """Role of this load balancer in Route 53 DNS failover.

    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-types.html
    """

    primary: bool
    path: str  # of the Route 53 health check
    interval_seconds: int


@dataclass(frozen=True, slots=True)
class Domain:
    """Domain name of the load balancer and its Route 53 hosted zone."""

    name: str
    hosted_zone: str
    failover: Failover | None = None
    # Validation record of the certificate, if the primary region has created it.
    validation_record: route53.Record | None = None


@dataclass(frozen=True, slots=True)
class LoadBalancerArgs:
    context: Context
    subnets: Subnets  # public
    certificate: Domain | str  # domain for a new certificate, or ARN of an existing one
    allowed_cidrs: Sequence[IPv4Network]
    idle_timeout_seconds: int
    log_bucket: pulumi.Input[str]
    depends_on: Sequence[pulumi.Resource] = ()  # log bucket policy, internet gateway


class LoadBalancer(pulumi.ComponentResource):
    """HTTPS listener with a fixed 404 response, to which services add rules; HTTP redirects."""

    def __init__(
        self, name: str, args: LoadBalancerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:LoadBalancer", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("load-balancer", "serving", "internal")
        self.child = pulumi.ResourceOptions(parent=self)

        self.validation_record: route53.Record | None = None
        self.security_group_id = self._security_group()
        balancer = self._load_balancer()
        self.arn, self.arn_suffix = balancer.arn, balancer.arn_suffix
        self.listener_arn = self._listeners()
        self.url = pulumi.Output.concat("https://", balancer.dns_name)
        if isinstance(args.certificate, Domain):
            self._alias(args.certificate, balancer)
            self.url = pulumi.Output.from_input(f"https://{args.certificate.name}")
        self.alarms = load_balancer_alarms(self.arn_suffix)
        self.register_outputs(
            {
                "url": self.url,
                "arn": self.arn,
                "listener_arn": self.listener_arn,
                "security_group_id": self.security_group_id,
            }
        )

    def _security_group(self) -> pulumi.Output[str]:
        group = ec2.SecurityGroup(
            self.name,
            vpc_id=self.args.subnets.vpc_id,
            description="Load balancer: HTTP and HTTPS from the allowed CIDR blocks",
            tags=self.tags,
            opts=self.child,
        )
        for index, cidr in enumerate(self.args.allowed_cidrs):
            for port in (HTTP, HTTPS):
                vpc.SecurityGroupIngressRule(
                    f"{self.name}-{port}-{index}",
                    security_group_id=group.id,
                    description="HTTP, redirected to HTTPS" if port == HTTP else "HTTPS",
                    cidr_ipv4=str(cidr),
                    ip_protocol="tcp",
                    from_port=port,
                    to_port=port,
                    tags=self.tags,
                    opts=self.child,
                )
        return group.id

    def _load_balancer(self) -> lb.LoadBalancer:
        return lb.LoadBalancer(
            self.name,
            load_balancer_type="application",
            security_groups=[self.security_group_id],
            subnets=self.args.subnets.ids,
            access_logs={
                "bucket": self.args.log_bucket,
                "prefix": LOAD_BALANCER_LOGS,
                "enabled": True,
            },
            drop_invalid_header_fields=True,
            desync_mitigation_mode="defensive",
            enable_deletion_protection=self.args.context.protected,
            enable_zonal_shift=True,
            idle_timeout=self.args.idle_timeout_seconds,
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=self.args.depends_on),
        )

    def _listeners(self) -> pulumi.Output[str]:
        lb.Listener(
            f"{self.name}-http",
            load_balancer_arn=self.arn,
            port=HTTP,
            protocol="HTTP",
            default_actions=[
                {
                    "type": "redirect",
                    "redirect": {
                        "protocol": "HTTPS",
                        "port": str(HTTPS),
                        "status_code": "HTTP_301",
                    },
                }
            ],
            tags=self.tags,
            opts=self.child,
        )
        listener = lb.Listener(
            f"{self.name}-https",
            load_balancer_arn=self.arn,
            port=HTTPS,
            protocol="HTTPS",
            ssl_policy=TLS_POLICY,
            certificate_arn=self._certificate(),
            default_actions=[
                {
                    "type": "fixed-response",
                    "fixed_response": {"content_type": "text/plain", "status_code": "404"},
                }
            ],
            tags=self.tags,
            opts=self.child,
        )
        return listener.arn

    def _certificate(self) -> pulumi.Input[str]:
        """Return the ARN of an issued certificate."""
        if isinstance(self.args.certificate, str):
            return self.args.certificate
        certificate = acm.Certificate(
            self.name,
            domain_name=self.args.certificate.name,
            validation_method="DNS",
            tags=self.tags,
            opts=self.child,
        )
        domain = self.args.certificate
        self.validation_record = domain.validation_record or self._validation(certificate, domain)
        validation = acm.CertificateValidation(
            self.name,
            certificate_arn=certificate.arn,
            validation_record_fqdns=[self.validation_record.fqdn],
            opts=self.child,
        )
        return validation.certificate_arn

    def _validation(self, certificate: acm.Certificate, domain: Domain) -> route53.Record:
        option = certificate.domain_validation_options[0]
        return route53.Record(
            f"{self.name}-validation",
            zone_id=self._zone_id(domain),
            name=option.resource_record_name,
            type=option.resource_record_type,
            records=[option.resource_record_value],
            ttl=60,
            opts=self.child,
        )

    def _alias(self, domain: Domain, balancer: lb.LoadBalancer) -> None:
        failover = domain.failover
        route53.Record(
            self.name,
            set_identifier=self.args.context.region if failover else None,
            failover_routing_policies=[{"type": "PRIMARY" if failover.primary else "SECONDARY"}]
            if failover
            else None,
            health_check_id=self._health_check(failover, balancer)
            if failover and failover.primary
            else None,
            zone_id=self._zone_id(domain),
            name=domain.name,
            type="A",
            aliases=[
                {
                    "name": balancer.dns_name,
                    "zone_id": balancer.zone_id,
                    "evaluate_target_health": True,
                }
            ],
            opts=self.child,
        )

    def _health_check(self, failover: Failover, balancer: lb.LoadBalancer) -> pulumi.Output[str]:
        """Check the load balancer by its own DNS name, which does not fail over."""
        return route53.HealthCheck(
            self.name,
            type="HTTPS",
            fqdn=balancer.dns_name,
            port=HTTPS,
            resource_path=failover.path,
            enable_sni=True,
            failure_threshold=3,
            request_interval=failover.interval_seconds,
            tags=self.tags,
            opts=self.child,
        ).id

    def _zone_id(self, domain: Domain) -> pulumi.Output[str]:
        return route53.get_zone_output(
            name=domain.hosted_zone, opts=pulumi.InvokeOutputOptions(parent=self)
        ).zone_id


def add_load_balancer(
    d: Deployment,
    subnets: Subnets,
    log_bucket: pulumi.Input[str],
    depends_on: Sequence[pulumi.Resource],
    validation_record: route53.Record | None = None,
) -> LoadBalancer | None:
    """Availability: a node in every zone, zonal shift, DNS failover to a warm standby region."""
    settings = d.settings.load_balancer
    if settings is None:
        return None
    args = LoadBalancerArgs(
        context=d.context,
        subnets=subnets,
        certificate=choose_certificate(d, settings, validation_record),
        allowed_cidrs=settings.allowed_cidrs,
        idle_timeout_seconds=settings.idle_timeout_seconds,
        log_bucket=log_bucket,
        depends_on=depends_on,
    )
    load_balancer = d.create(LoadBalancer, "load-balancer", args)
    d.outputs["url"] = load_balancer.url
    return load_balancer


def choose_certificate(
    d: Deployment, settings: LoadBalancerSettings, validation_record: route53.Record | None
) -> Domain | str:
    """Return the domain or the existing certificate; validation requires exactly one of them."""
    standby, serving = d.settings.standby, d.settings.serving
    if not (settings.domain and settings.hosted_zone):
        return str(settings.certificate_arn)
    failover = None
    if standby and serving and standby.mode == "warm_standby":
        failover = Failover(
            primary=not d.is_standby,
            path=serving.health_path,
            interval_seconds=standby.health_check_seconds,
        )
    return Domain(settings.domain, settings.hosted_zone, failover, validation_record)
