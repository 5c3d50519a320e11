"""Constraints of AWS's APIs on the inputs of Pulumi resources.

`operations.csv` maps resource types to the calls that create them, `members.csv` maps their inputs
to members of these calls; both are reviewed by hand. `constraints.csv` is an extract of botocore's
models, `left_out.csv` lists what is not checked, with the reason. `conflicts.csv` has inputs that
exclude each other, `names.csv` the limits of names. CONTRIBUTING.md has the steps to
add a type.
"""
