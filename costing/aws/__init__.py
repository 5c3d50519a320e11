"""Facts about AWS other than prices: instance types, zones, versions, schedules.

instance_types.py  EC2 types, RDS classes, ElastiCache nodes: vCPU, memory, accelerators
zones.py           regions, their zones, which instance type is offered in which zone
commitments.py     what reserved instances and Savings Plans cost, relative to on demand
"""
