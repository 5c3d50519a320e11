"""Parts that the rules of several services share."""
