"""Language server: costs and findings of a Pulumi program in the editor (extra `lsp`).

`analysis` previews, prices and checks a project in a process of its own (`worker`). `lenses`,
`hover`, `diagnostics`, `fixes`, `waivers` and `yaml_files` turn its result into the protocol's
values; `server` has the features, `session` the state of the open projects.
"""
