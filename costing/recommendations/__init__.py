"""Changes of a stack that lower its cost without a smaller service, with saving and risk."""
