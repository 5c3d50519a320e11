"""AWS CodeCommit. https://aws.amazon.com/codecommit/pricing/."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

ACTIVE = (Line("monthly_active_users", "Active users", "User-Month", Unit.USER_MONTHS),)


class Repository(StatedResource):
    """Users of the account that are active in a month: give them for one repository. 5 are free.

    Storage and requests beyond those included with each user are not metered.
    """

    type = "aws:codecommit/repository:Repository"
    is_global = True
    usage = usage_of("CodeCommitRepositoryUsage", ACTIVE)
    service = "AWSCodeCommit"
    lines = ACTIVE
