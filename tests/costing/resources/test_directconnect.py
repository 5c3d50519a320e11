from costing.resources import directconnect
from tests import graphs
from tests.costing.resources.case import Case

CASES = [
    Case(
        "a port is charged by the hour, by its speed",
        directconnect.Connection,
        {"bandwidth": "10Gbps", "location": "EqDC2"},
        {"PortUsage:10G": 730},
    ),
    Case(
        "what leaves a region for it is charged there",
        directconnect.Connection,
        {"bandwidth": "1Gbps", "location": "EqDC2"},
        {"PortUsage:1G": 730, "DataXfer-Out:dc.3": 1200},
        usage={
            "monthly_outbound_from_region_to_dx_connection_location": {
                "us_east_1": 1000,
                "eu_west_2": 200,
            }
        },
    ),
    Case(
        "an association with a virtual private gateway is free",
        directconnect.GatewayAssociation,
        {"associatedGatewayId": "vgw-1"},
        {},
    ),
    Case(
        "one with a transit gateway is an attachment",
        directconnect.GatewayAssociation,
        {"associatedGatewayId": "tgw-1"},
        {"TransitGateway-Hours": 730, "TransitGateway-Bytes": 10},
        usage={"monthly_data_processed_gb": 10},
        around=[graphs.resource(directconnect.TRANSIT_GATEWAY, "hub", {}, id="tgw-1")],
    ),
    Case(
        "a virtual interface is free",
        directconnect.PrivateVirtualInterface,
        {"connectionId": "dxcon-1", "vlan": 4094},
        {},
    ),
    Case(
        "SiteLink of a virtual interface is billed",
        directconnect.PrivateVirtualInterface,
        {"connectionId": "dxcon-1", "vlan": 4094, "sitelinkEnabled": True},
        {},
        left_open=["SiteLink hours, SiteLink data transfer"],
    ),
    Case(
        "SiteLink of a transit virtual interface is billed",
        directconnect.TransitVirtualInterface,
        {"connectionId": "dxcon-1", "vlan": 4094, "sitelinkEnabled": True},
        {},
        left_open=["SiteLink hours, SiteLink data transfer"],
    ),
]
