"""AWS Audit Manager. https://aws.amazon.com/audit-manager/pricing/."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

ASSESSED = (
    Line(
        "monthly_resource_assessments",
        "Resource assessments",
        "ResourceAssessment",
        Unit.EVALUATIONS,
    ),
)


class Assessment(StatedResource):
    """Each piece of evidence that is collected of a resource for a control."""

    type = "aws:auditmanager/assessment:Assessment"
    usage = usage_of("AssessmentUsage", ASSESSED)
    service = "AWSAuditManager"
    lines = ASSESSED
