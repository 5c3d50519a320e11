from costing.resources import networkfirewall
from tests import graphs
from tests.costing.resources.case import Case

CASES = [
    Case(
        "a firewall has an endpoint in each subnet",
        networkfirewall.Firewall,
        {"subnetMappings": [{"subnetId": "a"}, {"subnetId": "b"}]},
        {"Endpoint-Hour": 1460, "Traffic-GB-Processed": 100},
        usage={"monthly_data_processed_gb": 100},
    ),
    Case(
        "or in each zone, at a transit gateway",
        networkfirewall.Firewall,
        {"availabilityZoneMappings": [{"availabilityZoneId": "use1-az1"}]},
        {"Endpoint-Hour": 730, "Traffic-GB-Processed": None},
    ),
    Case(
        "TLS inspection of the firewall's policy",
        networkfirewall.Firewall,
        {"subnetMappings": [{"subnetId": "a"}, {"subnetId": "b"}], "firewallPolicyArn": "p"},
        {"Endpoint-Hour": 1460, "Endpoint-Hour-Advanced": 1460, "Traffic-GB-Processed": None},
        around=[
            graphs.resource(
                "aws:networkfirewall/firewallPolicy:FirewallPolicy",
                "policy",
                {"firewallPolicy": {"tlsInspectionConfigurationArn": "t"}},
                id="p",
            )
        ],
    ),
]
