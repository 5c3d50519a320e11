"""What the resources of several services are made of: EC2 capacity, volumes, addresses."""
