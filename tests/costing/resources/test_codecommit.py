from costing.resources.codecommit import Repository
from tests.costing.resources.case import Case

CASES = [
    Case("active users", Repository, {}, {"User-Month": 12}, usage={"monthly_active_users": 12}),
]
