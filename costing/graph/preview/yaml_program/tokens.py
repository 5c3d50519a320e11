"""Full type tokens of the short forms in YAML: `aws:s3:Bucket`, `aws:getAmi`.

Only a package's schema tells the full form. For AWS it is in output_kinds.csv.
"""

from collections.abc import Mapping
from functools import cache

from costing.errors import nearest
from costing.graph.preview import output_kinds
from costing.graph.preview.providers import PROVIDERS
from costing.graph.schema.tokens import aliases

PARTS = (2, 3)
# Packages whose types are single resources. Those of bridged Terraform providers repeat the name in
# their tokens: random:index/pet:Pet. Types of other packages may be components.
BRIDGED = {
    *(
        "akamai",
        "alicloud",
        "archive",
        "artifactory",
        "auth0",
        "azure",
    ),
    *(
        "azuread",
        "azuredevops",
        "checkly",
        "cloudamqp",
        "cloudflare",
        "cloudinit",
    ),
    *(
        "confluentcloud",
        "consul",
        "databricks",
        "datadog",
        "dbtcloud",
        "digitalocean",
    ),
    *(
        "docker",
        "elasticstack",
        "equinix-metal",
        "external",
        "f5bigip",
        "fastly",
    ),
    *(
        "gcp",
        "github",
        "gitlab",
        "grafana",
        "harness",
        "hcloud",
    ),
    *(
        "hcp",
        "heroku",
        "http",
        "keycloak",
        "kong",
        "launchdarkly",
    ),
    *(
        "linode",
        "local",
        "mailgun",
        "minio",
        "mongodbatlas",
        "mysql",
    ),
    *(
        "newrelic",
        "ngrok",
        "nomad",
        "ns1",
        "null",
        "okta",
    ),
    *(
        "onelogin",
        "openstack",
        "opsgenie",
        "pagerduty",
        "pinecone",
        "postgresql",
    ),
    *(
        "rabbitmq",
        "rancher2",
        "random",
        "redis-cloud",
        "rediscloud",
        "rollbar",
    ),
    *(
        "scaleway",
        "sentry",
        "signalfx",
        "snowflake",
        "splunk",
        "spotinst",
    ),
    *(
        "statuspage",
        "sumologic",
        "tailscale",
        "time",
        "tls",
        "vault",
    ),
    *(
        "venafi",
        "vsphere",
        "wavefront",
    ),
}
NATIVE = {
    *(
        "aws-native",
        "azure-native",
        "cloudflare-native",
        "command",
        "docker-build",
        "google-native",
    ),
    *(
        "kubernetes",
        "pulumiservice",
        "std",
    ),
}


def resource_token(written: str) -> str:
    """Return a resource type's full token. Raise ValueError for text that is not a token."""
    if written.startswith((PROVIDERS, "pulumi:pulumi:")):
        return written
    return full_token(written)


def full_token(written: str) -> str:
    """Return the full token of a type or function. Raise ValueError for other text."""
    split = written.split(":")
    if len(split) not in PARTS or not all(split):
        raise ValueError(f"{written!r} is not a type; write PACKAGE:MODULE:TYPE")
    package, module, name = (
        split if len(split) == len(("p", "m", "n")) else [split[0], "index", split[1]]
    )
    if package == "aws":
        token = f"{package}:{module}:{name}"
        known = known_tokens()
        return known.get(token, token if "/" in module else expanded(package, module, name))
    if package in BRIDGED and "/" not in module:
        return expanded(package, module, name)
    return f"{package}:{module}:{name}"


def expanded(package: str, module: str, name: str) -> str:
    return f"{package}:{module}/{name[:1].lower()}{name[1:]}:{name}"


@cache
def known_tokens() -> Mapping[str, str]:
    """Return the full token of each short and each full one of AWS."""
    every = [*aliases(), *output_kinds.lines()]
    short = {}
    for token in every:
        package, module, name = token.split(":")
        short[f"{package}:{module.partition('/')[0]}:{name}"] = token
    return {**short, **{token: token for token in every}}


def unknown_type(written: str, token: str) -> str:
    """Return a warning for an AWS type that this version does not know; empty for a known one."""
    if not token.startswith("aws:") or token in known_tokens():
        return ""
    known = known_tokens()
    hint = nearest(written, [each for each in known if "/" not in each])
    return f'unknown type "{written}"{hint or "; check its name"}'


def is_component(token: str, bridged: frozenset[str]) -> bool:
    """Return whether a type is a component, or may be one.

    `bridged`: packages that Pulumi.yaml generates from Terraform providers.
    """
    package = token.partition(":")[0]
    return not (
        token.startswith("pulumi:") or package in {"aws", *BRIDGED, *NATIVE} or package in bridged
    )
