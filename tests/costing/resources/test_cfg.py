from costing.resources.cfg import (
    ConformancePack,
    OrganizationConformancePack,
    OrganizationCustomPolicyRule,
    OrganizationCustomRule,
    OrganizationManagedRule,
    Recorder,
    Rule,
)
from tests.costing.resources.case import Case

RULES, PACKS = "ConfigRuleEvaluations", "ConformancePackEvaluations"
STATED = {"monthly_rule_evaluations": 600_000}

CASES = [
    Case(
        "items as they change",
        Recorder,
        {},
        {"ConfigurationItemRecorded": 1000, "CustomConfigItemRecorded": 2000},
        usage={"monthly_config_items": 1000, "monthly_custom_config_items": 2000},
    ),
    Case(
        "items once a day",
        Recorder,
        {"recordingMode": {"recordingFrequency": "DAILY"}},
        {"ConfigurationItemRecordedDaily": None, "CustomConfigItemRecorded": None},
    ),
    Case("a rule", Rule, {}, {RULES: 600_000}, usage=STATED),
    Case("a rule of an organization", OrganizationCustomRule, {}, {RULES: None}),
    Case("one written in Guard", OrganizationCustomPolicyRule, {}, {RULES: None}),
    Case("one of AWS's", OrganizationManagedRule, {}, {RULES: 600_000}, usage=STATED),
    Case("a pack", ConformancePack, {}, {PACKS: 600_000}, usage=STATED),
    Case("a pack of an organization", OrganizationConformancePack, {}, {PACKS: None}),
]
