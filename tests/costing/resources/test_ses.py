from costing.resources.ses import DedicatedIpPool, EmailIdentity
from tests.costing.resources.case import Case

CASES = [
    Case(
        "mails",
        EmailIdentity,
        {},
        {"Recipients": 200_000, "AttachmentsSize-Bytes": None, "Message": None},
        usage={"monthly_emails": 200_000},
    ),
    Case("addresses of one's own", DedicatedIpPool, {}, {"DIP": 4}, usage={"addresses": 4}),
    Case(
        "or those that SES picks",
        DedicatedIpPool,
        {"scalingMode": "MANAGED"},
        {"DIPManaged-Subscription": 1, "DIPManaged-Recipients": None},
    ),
]
