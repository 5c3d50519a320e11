"""AWS Config. https://aws.amazon.com/config/pricing/."""

from collections.abc import Iterator
from typing import Literal

from typing_extensions import override

from costing.model import Meter
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, StatedResource, metered, usage_of
from costing.units import Unit

SERVICE = "AWSConfig"
ITEMS = "monthly_config_items"
CONTINUOUS = Line(ITEMS, "Config items", "ConfigurationItemRecorded", Unit.ITEMS)
DAILY = Line(ITEMS, "Config items (daily)", "ConfigurationItemRecordedDaily", Unit.ITEMS)
CUSTOM = Line(
    "monthly_custom_config_items", "Custom config items", "CustomConfigItemRecorded", Unit.ITEMS
)
EVALUATED = "monthly_rule_evaluations"
RULES = (Line(EVALUATED, "Rule evaluations", "ConfigRuleEvaluations", Unit.EVALUATIONS),)
PACKS = (
    Line(EVALUATED, "Conformance pack evaluations", "ConformancePackEvaluations", Unit.EVALUATIONS),
)


class RecordingMode(Block):
    recording_frequency: Literal["CONTINUOUS", "DAILY"] = "CONTINUOUS"


class Recorder(PricedResource):
    """Configuration items, recorded at the frequency of the recorder."""

    type = "aws:cfg/recorder:Recorder"
    usage = usage_of("RecorderUsage", (CONTINUOUS, CUSTOM))

    recording_mode: RecordingMode = RecordingMode()

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        yield from self.items(usage)
        yield from metered(SERVICE, (CUSTOM,), usage)

    @charges(CONTINUOUS.name)
    def items(self, usage: ResourceUsage) -> Iterator[Meter]:
        daily = self.recording_mode.recording_frequency == "DAILY"
        yield from metered(SERVICE, (DAILY if daily else CONTINUOUS,), usage)


class Rule(StatedResource):
    """Evaluations of a rule. The function of a custom rule is charged apart."""

    type = "aws:cfg/rule:Rule"
    usage = usage_of("RuleUsage", RULES)
    service = SERVICE
    lines = RULES


class OrganizationCustomRule(Rule):
    """Evaluations of a rule in all accounts of an organization."""

    type = "aws:cfg/organizationCustomRule:OrganizationCustomRule"


class OrganizationCustomPolicyRule(Rule):
    """Evaluations of a rule, written in Guard, in all accounts of an organization."""

    type = "aws:cfg/organizationCustomPolicyRule:OrganizationCustomPolicyRule"


class OrganizationManagedRule(Rule):
    """Evaluations of a rule of AWS's in all accounts of an organization."""

    type = "aws:cfg/organizationManagedRule:OrganizationManagedRule"


class ConformancePack(StatedResource):
    """Evaluations of the rules that a pack brings."""

    type = "aws:cfg/conformancePack:ConformancePack"
    usage = usage_of("ConformancePackUsage", PACKS)
    service = SERVICE
    lines = PACKS


class OrganizationConformancePack(ConformancePack):
    """Evaluations of the rules that a pack brings to all accounts of an organization."""

    type = "aws:cfg/organizationConformancePack:OrganizationConformancePack"
