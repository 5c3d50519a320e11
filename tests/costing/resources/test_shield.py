from costing.resources.shield import Subscription
from tests.costing.resources.case import Case

CASES = [Case("a fee", Subscription, {}, {"Shield-Monthly-Fee": 1})]
