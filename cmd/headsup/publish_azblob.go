//go:build azblob

package main

import _ "gocloud.dev/blob/azureblob" // azblob://
