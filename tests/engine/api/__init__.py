"""AWS API requests of a deployment: a provider double that sends them to a moto server."""
