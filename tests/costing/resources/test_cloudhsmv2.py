from costing.resources.cloudhsmv2 import Hsm
from tests.costing.resources.case import Case

CASES = [
    Case("an HSM runs all month", Hsm, {}, {"CloudHSMv2Usage": 730}),
    Case("or as long as is stated", Hsm, {}, {"CloudHSMv2Usage": 100}, usage={"monthly_hrs": 100}),
]
