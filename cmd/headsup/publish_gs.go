//go:build gs

package main

import _ "gocloud.dev/blob/gcsblob" // gs://
