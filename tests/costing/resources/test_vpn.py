from costing.resources import vpn
from tests.costing.resources.case import Case

CASES = [
    Case(
        "a connection has two tunnels, each with a public address",
        vpn.VpnConnection,
        {"vpnGatewayId": "vgw-1"},
        {"VPN-Usage-Hours:ipsec.1": 730, "PublicIPv4:InUseAddress": 1460},
    ),
    Case(
        "at a transit gateway it is an attachment too",
        vpn.VpnConnection,
        {"transitGatewayId": "tgw-1", "outsideIpAddressType": "PrivateIpv4"},
        {
            "VPN-Usage-Hours:ipsec.1": 730,
            "TransitGateway-Hours": 730,
            "TransitGateway-Bytes": None,
        },
    ),
    Case(
        "one client is taken to be connected all month",
        vpn.ClientEndpoint,
        {},
        {"ClientVPN-ConnectionHours": 730},
    ),
    Case(
        "unless usage states the hours",
        vpn.ClientEndpoint,
        {},
        {"ClientVPN-ConnectionHours": 1600},
        usage={"monthly_connection_hrs": 1600},
    ),
    Case(
        "each subnet it is reachable in is charged",
        vpn.ClientNetworkAssociation,
        {},
        {"ClientVPN-EndpointHours": 730},
    ),
    Case(
        "accelerated connection: an accelerator for each tunnel, and the premium of its data",
        vpn.VpnConnection,
        {"enableAcceleration": True, "transitGatewayId": "tgw-1"},
        {
            "VPN-Usage-Hours:ipsec.1": 730,
            "PublicIPv4:InUseAddress": 1460,
            "TransitGateway-Hours": 730,
            "TransitGateway-Bytes": None,
            "Accelerator-Fixed-Fee": 1460,
            "NA-NA-OUT-Bytes-Internet": 100,
        },
        usage={"monthly_acceleration_gb": 100},
    ),
    Case(
        "large tunnels have another price than standard ones",
        vpn.VpnConnection,
        {"transitGatewayId": "tgw-1", "tunnelBandwidth": "large"},
        {
            "PublicIPv4:InUseAddress": 1460,
            "TransitGateway-Hours": 730,
            "TransitGateway-Bytes": None,
        },
        left_open=["VPN connection"],
    ),
]
