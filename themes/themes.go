// Package themes holds the themes that come with the program.
package themes

import "embed"

// Default is the default theme, under the folder "default".
//
//go:embed default
var Default embed.FS
