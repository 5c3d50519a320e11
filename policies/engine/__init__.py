"""Rule engine: rules, findings, profiles, waivers, baselines and compliance frameworks."""
