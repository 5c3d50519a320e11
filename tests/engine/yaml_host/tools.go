//go:build tools

// Package yamlhost names the host of YAML programs, which the tests build.
package yamlhost

import _ "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"
