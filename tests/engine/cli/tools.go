//go:build tools

// Package engine names what the tests build: Pulumi's own command line and engine.
package engine

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
