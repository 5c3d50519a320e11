"""Rules for Elastic Load Balancing: Classic Load Balancers."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_inputs(
        "elb-classic-listener-certificate",
        passes=[
            {
                "listeners": [
                    {
                        "instancePort": 80,
                        "instanceProtocol": "HTTPS",
                        "lbPort": 443,
                        "lbProtocol": "HTTPS",
                        "sslCertificateId": "arn:aws:acm:us-east-1:123456789012:certificate/1",
                    }
                ]
            }
        ],
        fails=[
            {
                "listeners": [
                    {
                        "instancePort": 80,
                        "instanceProtocol": "HTTP",
                        "lbPort": 443,
                        "lbProtocol": "HTTP",
                    }
                ]
            }
        ],
        unknown=[{"listeners": UNKNOWN}],
    ),
    *of_inputs(
        "elb-classic-listener-encrypted",
        passes=[
            {
                "listeners": [
                    {
                        "instancePort": 80,
                        "instanceProtocol": "HTTPS",
                        "lbPort": 443,
                        "lbProtocol": "HTTPS",
                    }
                ]
            }
        ],
        fails=[
            {
                "listeners": [
                    {
                        "instancePort": 80,
                        "instanceProtocol": "HTTPS",
                        "lbPort": 443,
                        "lbProtocol": "HTTP",
                    }
                ]
            }
        ],
        unknown=[{"listeners": UNKNOWN}],
    ),
    *of_inputs(
        "elb-classic-encryption-to-instances",
        passes=[
            {
                "listeners": [
                    {
                        "instancePort": 80,
                        "instanceProtocol": "HTTPS",
                        "lbPort": 443,
                        "lbProtocol": "HTTPS",
                        "sslCertificateId": "arn:aws:acm:us-east-1:123456789012:certificate/1",
                    }
                ]
            }
        ],
        fails=[
            {
                "listeners": [
                    {
                        "instancePort": 80,
                        "instanceProtocol": "HTTP",
                        "lbPort": 443,
                        "lbProtocol": "HTTPS",
                    }
                ]
            },
            {
                "listeners": [
                    {
                        "instancePort": 80,
                        "instanceProtocol": "HTTPS",
                        "lbPort": 443,
                        "lbProtocol": "HTTPS",
                    }
                ]
            },
        ],
        unknown=[{"listeners": UNKNOWN}],
    ),
    *of_input(
        "elb-classic-connection-draining", "connectionDraining", passes=[True], fails=[False, None]
    ),
    *of_inputs(
        "elb-classic-secure-protocols",
        passes=[
            {
                "policyAttributes": [
                    {
                        "name": "Reference-Security-Policy",
                        "value": "ELBSecurityPolicy-TLS-1-2-2017-01",
                    }
                ]
            },
            {"policyAttributes": [{"name": "Protocol-TLSv1.2", "value": "true"}]},
        ],
        fails=[
            {"policyAttributes": [{"name": "Protocol-TLSv1", "value": "true"}]},
            {
                "policyAttributes": [
                    {"name": "Reference-Security-Policy", "value": "ELBSecurityPolicy-2016-08"}
                ]
            },
        ],
        unknown=[{"policyAttributes": UNKNOWN}],
    ),
    *of_inputs(
        "elb-target-group-health-check-encrypted",
        passes=[
            {"protocol": "HTTPS", "healthCheck": {"protocol": "HTTPS"}},
            {"protocol": "HTTP", "healthCheck": {"protocol": "HTTP"}},
        ],
        fails=[{"protocol": "HTTPS", "healthCheck": {"protocol": "HTTP"}}],
        unknown=[{"protocol": "HTTPS", "healthCheck": {"protocol": UNKNOWN}}],
    ),
]
