from costing.resources.workmail import User
from tests.costing.resources.case import Case

CASES = [
    Case("a user with a mailbox", User, {"name": "u", "email": "u@example.com"}, {"Users": 1}),
    Case("none without one", User, {"name": "u"}, {}),
]
