// Package themes holds the themes that come with the program.
package themes

import "embed"

//go:generate go run headsup/generator/tools/jsbundle -base default/assets -dir default/dist -sources default/dist/sources.json -in default/assets/css/*.css -in default/assets/js/acknowledge.js -in default/assets/js/customer.js -in default/assets/js/filter.js -in default/assets/js/preview.js -in default/assets/js/report.js -in default/assets/js/scheme.js -with js/search-engine.js=../generator/publish/search/client/dist/search-engine.js -in default/assets/js/search-dialog.js -in default/assets/js/search-page.js -in default/assets/js/share.js -in default/assets/js/site.js -in default/assets/js/sort.js -in default/assets/js/steps.js -in default/assets/js/told.js

// Default is the default theme, under the folder "default".
//
//go:embed default
var Default embed.FS
