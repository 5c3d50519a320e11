from costing.resources import transitgateway
from tests.costing.resources.case import Case

CASES = [
    Case(
        "an attached VPC is charged by the hour and by what it sends",
        transitgateway.VpcAttachment,
        {},
        {"TransitGateway-Hours": 730, "TransitGateway-Bytes": 100},
        usage={"monthly_data_processed_gb": 100},
    ),
    Case(
        "a peering is charged on this side",
        transitgateway.PeeringAttachment,
        {},
        {"TransitGateway-Hours": 730},
    ),
    Case(
        "and on the other",
        transitgateway.PeeringAttachmentAccepter,
        {},
        {"TransitGateway-Hours": 730},
    ),
    Case("so is an appliance", transitgateway.Connect, {}, {"TransitGateway-Hours": 730}),
]
