"""AWS CodeCommit. https://aws.amazon.com/codecommit/pricing/."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

ACTIVE = (
    Line("monthly_active_users", "Active users", "User-Month", Unit.USER_MONTHS),
    Line("additional_storage_gb", "Storage (over 10 GB a user)", "Storage-ByteHrs", silent=True),
    Line(
        "monthly_additional_requests",
        "Git requests (over 2,000 a user)",
        "Git-Requests",
        Unit.REQUESTS,
        silent=True,
    ),
)


class Repository(StatedResource):
    """Users of the account that are active in a month: give them for one repository. 5 are free.

    Each user includes storage and requests; what is used beyond them is charged too.
    """

    type = "aws:codecommit/repository:Repository"
    is_global = True
    usage = usage_of("CodeCommitRepositoryUsage", ACTIVE)
    service = "AWSCodeCommit"
    lines = ACTIVE
