"""Parts that the resources of several services share: EC2 capacity, volumes, addresses."""
