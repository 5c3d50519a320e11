"""Option settings and usage of AWS Elastic Beanstalk environments."""

from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import Field

from costing.aws.images import OperatingSystem
from costing.errors import InputError
from costing.resources._shared.ec2_capacity import CapacityUsage
from costing.resources._shared.load_balancers import LoadBalancerUsage
from costing.resources._shared.priced_resource import (
    Block,
    Quantity,
    ResourceUsage,
)

NETWORK = "aws:ec2:vpc"


LAUNCH = "aws:autoscaling:launchconfiguration"


GROUP = "aws:autoscaling:asg"


INSTANCES = "aws:ec2:instances"


ENVIRONMENT = "aws:elasticbeanstalk:environment"


DATABASE = "aws:rds:dbinstance"


LOGS = "aws:elasticbeanstalk:cloudwatch:logs"


class Setting(Block):
    namespace: str
    name: str
    value: Any


class Settings:
    """The environment's settings, by namespace and name.

    With a setting that is unknown as a whole, every setting that is not given is unknown.
    """

    def __init__(self, settings: list[Setting]) -> None:
        self.values: dict[tuple[str, str], tuple[Any, str]] = {}  # → value and path
        self.unknown: InputError | None = None
        for index, each in enumerate(settings):
            try:
                key = each.namespace, each.name
            except InputError as error:
                self.unknown = error
            else:
                self.values[key] = each.value, f"settings[{index}].value"

    def text(self, namespace: str, name: str, default: str = "") -> str:
        found = self.values.get((namespace, name))
        if found is None:
            if self.unknown is not None:
                raise self.unknown
            return default
        value, path = found
        if not isinstance(value, (str, int, float, bool)):
            raise InputError(f"setting {name} is known only after deployment", path)
        return str(value)

    def number(self, namespace: str, name: str, default: Decimal) -> Decimal:
        text = self.text(namespace, name, str(default))
        try:
            return Decimal(text)
        except InvalidOperation as error:
            raise InputError(f"setting {name} is {text!r:.80}; expected a number") from error

    def is_true(self, namespace: str, name: str) -> bool:
        return self.text(namespace, name, "false").lower() == "true"


class OwnUsage(ResourceUsage):
    """Usage of each part of an environment: `ec2.instances`, `lb.processed_bytes_gb`."""

    instances: Quantity = Field(None, alias="ec2.instances")  # that run on average
    operating_system: OperatingSystem = Field("linux", alias="ec2.operating_system")
    monthly_cpu_credit_hrs: Quantity = Field(None, alias="ec2.monthly_cpu_credit_hrs")
    vcpu_count: Quantity = Field(None, alias="ec2.vcpu_count")
    public_ipv4_addresses: Quantity = Field(None, alias="ec2.public_ipv4_addresses")
    new_connections: Quantity = Field(None, alias="lb.new_connections")
    active_connections: Quantity = Field(None, alias="lb.active_connections")
    processed_bytes_gb: Quantity = Field(None, alias="lb.processed_bytes_gb")
    rule_evaluations: Quantity = Field(None, alias="lb.rule_evaluations")
    lb_addresses: Quantity = Field(None, alias="lb.public_ipv4_addresses")
    elb_data_processed_gb: Quantity = Field(None, alias="elb.monthly_data_processed_gb")
    db_backup_gb: Quantity = Field(None, alias="db.additional_backup_storage_gb")
    # I/O requests of magnetic storage, which an environment's database does not have.
    db_io_requests: Quantity = Field(None, alias="db.monthly_standard_io_requests")
    db_insights_requests: Quantity = Field(
        None, alias="db.monthly_additional_performance_insights_requests"
    )

    @property
    def capacity(self) -> CapacityUsage:
        given = {"operating_system": self.operating_system}
        return CapacityUsage(
            monthly_cpu_credit_hrs=self.monthly_cpu_credit_hrs,
            vcpu_count=self.vcpu_count,
            public_ipv4_addresses=self.public_ipv4_addresses,
            **(given if "operating_system" in self.model_fields_set else {}),
        )

    @property
    def balancer(self) -> LoadBalancerUsage:
        return LoadBalancerUsage(
            new_connections=self.new_connections,
            active_connections=self.active_connections,
            processed_bytes_gb=self.processed_bytes_gb,
            rule_evaluations=self.rule_evaluations,
        )
