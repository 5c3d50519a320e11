from costing.resources import globalaccelerator
from tests.costing.resources.case import Case

CASES = [
    Case(
        "an accelerator has two addresses",
        globalaccelerator.Accelerator,
        {},
        {"Accelerator-Fixed-Fee": 730, "PublicIPv4:InUseAddress": 1460},
    ),
    Case(
        "addresses that one brings along are free",
        globalaccelerator.Accelerator,
        {"ipAddresses": ["192.0.2.1", "192.0.2.2"]},
        {"Accelerator-Fixed-Fee": 730},
    ),
    Case(
        "only the direction that carries more is charged",
        globalaccelerator.EndpointGroup,
        {"endpointGroupRegion": "us-west-1"},
        {"NA-EU-OUT-Bytes-Internet": 5000, "NA-AP-OUT-Bytes-Internet": 1000},
        usage={
            "monthly_inbound_data_transfer_gb": {"asia_pacific": 2000, "europe": 2000},
            "monthly_outbound_data_transfer_gb": {"asia_pacific": 1000, "europe": 5000},
        },
    ),
    Case(
        "a group without a region of its own has its provider's",
        globalaccelerator.EndpointGroup,
        {},
        {"NA-KR-IN-Bytes-Internet": 10},
        usage={"monthly_inbound_data_transfer_gb": {"south_korea": 10}},
    ),
]
