from costing.resources.fms import Policy
from tests.costing.resources.case import Case

CASES = [Case("a policy", Policy, {}, {"FMS-Policy": 1})]
