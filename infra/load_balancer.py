"""The entrance: an Application Load Balancer over all zones, and the name it answers to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

import pulumi
from pulumi_aws import acm, ec2, lb, route53, vpc

from infra.alarms import Alarm
from infra.scope import Scope
from infra.storage import LOAD_BALANCER_LOGS

# TLS 1.3, and of 1.2 only what has forward secrecy and no CBC.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
HTTP, HTTPS = 80, 443


@dataclass(frozen=True, slots=True)
class Failover:
    """The part that this load balancer has in a name of two: first, or where the first fails.

    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-types.html
    """

    first: bool
    path: str  # that Route 53's checkers ask for
    interval_seconds: int


@dataclass(frozen=True, slots=True)
class Domain:
    """A name to serve, and the Route 53 zone that holds it."""

    name: str
    hosted_zone: str
    failover: Failover | None = None
    # What proves that the name is ours, where another region has made it: there is one a name.
    proof: route53.Record | None = None


@dataclass(frozen=True, slots=True)
class LoadBalancerArgs:
    scope: Scope
    vpc_id: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]  # public, one a zone
    certificate: Domain | str  # a name to make one for, or the ARN of one that exists
    allowed_cidrs: Sequence[IPv4Network]
    idle_timeout_seconds: int
    log_bucket: pulumi.Input[str]
    after: Sequence[pulumi.Resource]  # the log bucket's policy, the way to the internet
    protected: bool
    tags: Mapping[str, str]


class LoadBalancer(pulumi.ComponentResource):
    """Takes HTTPS and sends HTTP there; what to do with a request, listener rules say."""

    def __init__(
        self, name: str, args: LoadBalancerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:LoadBalancer", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        self.proof: route53.Record | None = None
        self.security_group_id = self._security_group()
        balancer = self._load_balancer()
        self.arn, self.arn_suffix = balancer.arn, balancer.arn_suffix
        self.listener_arn = self._listeners()
        self.url = pulumi.Output.concat("https://", balancer.dns_name)
        if isinstance(args.certificate, Domain):
            self._alias(args.certificate, balancer)
            self.url = pulumi.Output.from_input(f"https://{args.certificate.name}")
        self.alarms = load_balancer_alarms(self.arn_suffix)
        self.register_outputs({"url": self.url})

    def _security_group(self) -> pulumi.Output[str]:
        group = ec2.SecurityGroup(
            self.name,
            vpc_id=self.args.vpc_id,
            description="Load balancer: HTTP and HTTPS from those who may connect",
            tags=self.args.tags,
            opts=self.child,
        )
        for index, cidr in enumerate(self.args.allowed_cidrs):
            for port in (HTTP, HTTPS):
                vpc.SecurityGroupIngressRule(
                    f"{self.name}-{port}-{index}",
                    security_group_id=group.id,
                    description="HTTP, to be redirected" if port == HTTP else "HTTPS",
                    cidr_ipv4=str(cidr),
                    ip_protocol="tcp",
                    from_port=port,
                    to_port=port,
                    tags=self.args.tags,
                    opts=self.child,
                )
        return group.id

    def _load_balancer(self) -> lb.LoadBalancer:
        return lb.LoadBalancer(
            self.name,
            load_balancer_type="application",
            security_groups=[self.security_group_id],
            subnets=self.args.subnet_ids,
            access_logs={
                "bucket": self.args.log_bucket,
                "prefix": LOAD_BALANCER_LOGS,
                "enabled": True,
            },
            drop_invalid_header_fields=True,
            desync_mitigation_mode="defensive",
            enable_deletion_protection=self.args.protected,
            enable_zonal_shift=True,  # a zone in trouble can be left, by hand or by AWS
            idle_timeout=self.args.idle_timeout_seconds,
            tags=self.args.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=self.args.after),
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
            tags=self.args.tags,
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
            tags=self.args.tags,
            opts=self.child,
        )
        return listener.arn

    def _certificate(self) -> pulumi.Input[str]:
        """Return a certificate that is in force: one just asked for is not yet."""
        if isinstance(self.args.certificate, str):
            return self.args.certificate
        certificate = acm.Certificate(
            self.name,
            domain_name=self.args.certificate.name,
            validation_method="DNS",
            tags=self.args.tags,
            opts=self.child,
        )
        domain = self.args.certificate
        self.proof = domain.proof or self._prove(certificate, domain)
        validation = acm.CertificateValidation(
            self.name,
            certificate_arn=certificate.arn,
            validation_record_fqdns=[self.proof.fqdn],
            opts=self.child,
        )
        return validation.certificate_arn

    def _prove(self, certificate: acm.Certificate, domain: Domain) -> route53.Record:
        proof = certificate.domain_validation_options[0]
        return route53.Record(
            f"{self.name}-proof",
            zone_id=self._zone_id(domain),
            name=proof.resource_record_name,
            type=proof.resource_record_type,
            records=[proof.resource_record_value],
            ttl=60,
            opts=self.child,
        )

    def _alias(self, domain: Domain, balancer: lb.LoadBalancer) -> None:
        failover = domain.failover
        route53.Record(
            self.name,
            set_identifier=self.args.scope.region if failover else None,
            failover_routing_policies=[{"type": "PRIMARY" if failover.first else "SECONDARY"}]
            if failover
            else None,
            health_check_id=self._health_check(failover, balancer)
            if failover and failover.first
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
        """Ask the load balancer itself, from outside: its name is not what fails over."""
        return route53.HealthCheck(
            self.name,
            type="HTTPS",
            fqdn=balancer.dns_name,
            port=HTTPS,
            resource_path=failover.path,
            enable_sni=True,
            failure_threshold=3,
            request_interval=failover.interval_seconds,
            tags=self.args.tags,
            opts=self.child,
        ).id

    def _zone_id(self, domain: Domain) -> pulumi.Output[str]:
        return route53.get_zone_output(
            name=domain.hosted_zone, opts=pulumi.InvokeOutputOptions(parent=self)
        ).zone_id


def load_balancer_alarms(arn_suffix: pulumi.Output[str]) -> list[Alarm]:
    return [
        Alarm(
            name="load-balancer-5xx",
            meaning="The load balancer itself answers with errors: no target takes its requests",
            namespace="AWS/ApplicationELB",
            metric="HTTPCode_ELB_5XX_Count",
            dimensions={"LoadBalancer": arn_suffix},
            statistic="Sum",
            threshold=10,
        ),
        Alarm(
            name="target-5xx",
            meaning="The models answer with errors: look at the serving logs",
            namespace="AWS/ApplicationELB",
            metric="HTTPCode_Target_5XX_Count",
            dimensions={"LoadBalancer": arn_suffix},
            statistic="Sum",
            threshold=10,
        ),
        Alarm(
            name="traffic-gone",
            meaning="Far fewer requests arrive than is normal at this hour: is there a way in?",
            namespace="AWS/ApplicationELB",
            metric="RequestCount",
            dimensions={"LoadBalancer": arn_suffix},
            statistic="Sum",
            fires="below",
            threshold=4,
            minutes=15,
            of_them=12,
            learnt=True,
        ),
    ]
