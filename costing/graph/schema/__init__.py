"""The AWS provider's schema: type tokens, and the types of inputs."""
