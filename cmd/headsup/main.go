// Command headsup compiles product enablement content into a site and a feed.
package main

func main() {}
