"""Several static sites, each a component; their certificates have to be in us-east-1."""

import pulumi
import pulumi_aws as aws
from site_component import Site

virginia = aws.Provider("virginia", region="us-east-1")
zone = aws.route53.get_zone_output(name="example.com")
sites = {
    domain: Site(domain, settings, zone.zone_id, virginia)
    for domain, settings in pulumi.Config().require_object("sites").items()
}
pulumi.export("ids", {domain: site.distribution.id for domain, site in sites.items()})
