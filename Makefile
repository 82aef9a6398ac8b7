# make help lists what there is. Everything needs Go and nothing else that has
# to be set up by hand; programs that help are pinned and built by Go. Only what
# compares with programs of others needs these, too: relevance, bench-search, conformance.

GO          ?= go
STATICCHECK ?= honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOFUMPT     ?= mvdan.cc/gofumpt@v0.12.0

GORELEASER  ?= github.com/goreleaser/goreleaser/v2@v2.13.0

# Pages of make bench-hugo and bench-search, rounds of these and of bench; time
# for each target of make fuzz.
N        ?= 10000
ROUNDS   ?= 3
FUZZTIME ?= 20s

# Where make relevance finds the content folders that it has queries for, beside our own.
CORPORA  ?= bin/corpora

# Where the source of the package of make npm is, for those who look it up.
REPOSITORY ?=

# The scope of the packages of make npm-cli.
SCOPE ?= @headsup

# Where make site reads and writes.
CONTENT    ?= content
OUT        ?= public
VISIBILITY ?= internal

.DEFAULT_GOAL := build
.PHONY: help build test lint browser node postgres bench bench-hugo bench-search bench-seen bench-embed bench-publish npm npm-cli release release-test conformance relevance screenshots profile fuzz site licenses clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 14

build: ## compile bin/headsup
	$(GO) build -trimpath -o bin/ ./cmd/headsup

test: node postgres ## install what tests need, check the style, run all tests
	.ci/test '$(GOFUMPT)' '$(STATICCHECK)'

lint: ## gofumpt, go vet, staticcheck
	.ci/lint '$(GOFUMPT)' '$(STATICCHECK)'

browser: ## install Chromium, Firefox and WebKitGTK when tests need them and they are not there
	.ci/browser

node: ## install Node.js when a test needs it and there is none
	.ci/node

postgres: ## install PostgreSQL when a test needs it and there is none
	.ci/postgres

bench: ## measure builds and edits of 1,000 and 10,000 pages, into bin/bench.txt for benchstat
	@mkdir -p bin
	bash -o pipefail -c "$(GO) test -run '^$$' -bench 'Benchmark(Build|Edit|Inbound)' -benchtime 1x -count $(ROUNDS) ./generator | tee bin/bench.txt"

bench-hugo: ## build N pages in turn with headsup and Hugo, and compare
	$(GO) run ./generator/tools/corpus/compare -pages $(N) -rounds $(ROUNDS)

bench-search: ## compare bytes and times of search at N pages
	$(GO) run ./generator/tools/corpus/rivals weight -pages $(N) -rounds $(ROUNDS)

bench-seen: ## measure merges a second of headsup seen, with SQLite and PostgreSQL
	$(GO) test -run '^$$' -bench BenchmarkServer -benchtime 10s ./generator/seen

npm: ## write the package of the embed for npm into bin/npm
	$(GO) run ./generator/tools/embedclient -src generator/publish/embed/client/src -package bin/npm -repository '$(REPOSITORY)' \
		-version "$$($(GO) run ./cmd/headsup version | cut -d ' ' -f 2)"

bench-publish: ## publish 5,000 files on a server that speaks S3
	$(GO) test -run "^$$" -bench OnServer -benchtime 3x ./generator/publish/bucket

bench-embed: npm node ## compare what products load with packages of others
	$(GO) run ./generator/tools/embedclient/compare -package bin/npm

release: ## make a release of the commit's tag; GITHUB_REPOSITORY is OWNER/NAME, and GITHUB_TOKEN may write there
	$(GO) run $(GORELEASER) release --clean

npm-cli: ## write the packages of the program for npm into bin/npm-cli, from what release has built
	$(GO) run ./generator/tools/release -dist dist -o bin/npm-cli -scope '$(SCOPE)' -repository '$(REPOSITORY)' \
		-version "$$($(GO) run ./cmd/headsup version | cut -d ' ' -f 2)"

release-test: node ## make all that a release has and nobody sees it, and install it: archive, packages, npm, action, container
	$(GO) test -count 1 -timeout 60m -v ./generator/tools/release -release '$(GORELEASER)'

conformance: node postgres ## ask programs of hosts and readers that are too large for each test run what they make of our files
	$(GO) test -count 1 -timeout 30m -run OnHosts ./generator/publish/hosting ./generator/tools/hostservers -conformance
	$(GO) test -count 1 -timeout 30m ./generator/tools/readers -conformance
	$(GO) test -count 1 -timeout 30m -run OnHosts ./generator/tools/embedclient -conformance
	$(GO) test -count 1 -timeout 30m -run OnServer ./generator/publish/bucket -conformance

relevance: ## compare the ranking with Pagefind and MiniSearch
	$(GO) run ./generator/tools/corpus/rivals relevance -corpora '$(CORPORA)'

screenshots: ## take pictures of a page of each type into bin/screenshots
	$(GO) run ./generator/tools/corpus/screenshots -content $(CONTENT)

profile: ## record cold builds for the compiler to optimise by
	@mkdir -p bin
	$(GO) test -run '^$$' -bench BenchmarkBuild/pages/cold -benchtime 20x \
		-cpuprofile cmd/headsup/default.pgo -o bin/profile.test ./generator -args -pages=1000

fuzz: ## run each fuzz target for FUZZTIME
	.ci/fuzz '$(FUZZTIME)'

site: ## build the site of CONTENT into OUT
	$(GO) run ./cmd/headsup build --content $(CONTENT) --out $(OUT) --visibility $(VISIBILITY)

licenses: ## collect the licences of all that is linked
	$(GO) run ./generator/tools/licenses -o cmd/headsup/licenses/third-party.txt

clean: ## remove what the targets made, but not the site
	rm -rf bin
	$(GO) clean -testcache
