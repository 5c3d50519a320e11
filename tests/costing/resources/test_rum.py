from costing.resources.rum import AppMonitor
from tests.costing.resources.case import Case

CASES = [Case("events of pages", AppMonitor, {}, {"CW:RUM-events": None})]
