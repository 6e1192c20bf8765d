# All targets run with GOWORK=off: go.work is for editors, the replace
# directives of each module are what every build sees.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

export GOWORK := off
export GOFLAGS := -buildvcs=false
export GOTOOLCHAIN := local

TOOLS   := $(CURDIR)/.tools
VERSION := $(shell sed -n 's/^  version: //p' builder-config.yaml)
# Every module with code of its own: distribution/ is generated, tools are only pinned.
MODULES := $(patsubst %/go.mod,%,$(filter-out distribution/% internal/tools/%,$(shell git ls-files '*go.mod')))

.PHONY: run build build-gpu test e2e presidio bench profile lint fmt generate tidy record prices image image-test reproducible clean help

run: build bin/replay ## Start the standalone preset, replay recorded LLM telemetry, show what came out (DEMO=0: no replay)
	@examples/quickstart/run.sh

build: ## Build bin/otelcol-genai (static)
	@distribution/build.sh bin/otelcol-genai

build-gpu: ## Build bin/otelcol-genai-gpu (cgo, for nodes with DCGM)
	@distribution/build.sh bin/otelcol-genai-gpu

bin/replay: $(wildcard tests/go.* tests/replay/*.go tests/sdk/*.go) $(shell git ls-files 'tests/sdk/recordings')
	@mkdir -p bin && cd tests && go build -trimpath -o ../bin/replay ./replay

test: build build-gpu $(TOOLS)/gotestsum ## Test every module with -race and every shipped configuration with the built binary
	@$(TOOLS)/gotestsum --format pkgname-and-test-fails --junitfile .tools/junit.xml --raw-command -- \
		internal/tools/gotest.sh $(MODULES)

e2e: build build-gpu ## Test the built binaries only: presets, real telemetry, bad input
	cd tests && go test -race -count=1 ./e2e/...

presidio: ## Test pii_redaction against a real Presidio analyzer (needs python3, PyPI)
	@tests/presidio/test.sh

bench: ## Run every benchmark of every module (BENCH=regexp, COUNT=n)
	@for m in $(MODULES); do (cd $$m && go test -run '^$$' -bench '$(or $(BENCH),.)' -benchmem -count=$(or $(COUNT),1) ./...); done

profile: ## Refresh distribution/default.pgo, by which the compiler optimizes, from the benchmarks
	@distribution/profile.sh

lint: $(TOOLS)/golangci-lint ## Lint every module and check the formatting
	@for m in $(MODULES); do echo "lint $$m"; (cd $$m && $(TOOLS)/golangci-lint run --config $(CURDIR)/.golangci.yml ./...); done

fmt: $(TOOLS)/golangci-lint ## Format every module (gofumpt, goimports)
	@for m in $(MODULES); do (cd $$m && $(TOOLS)/golangci-lint fmt --config $(CURDIR)/.golangci.yml ./...); done

generate: $(TOOLS)/builder $(TOOLS)/mdatagen ## Regenerate component metadata and distribution/ from builder-config.yaml
	@for m in $(MODULES); do (cd $$m && PATH="$(TOOLS):$$PATH" go generate ./...); done
	$(TOOLS)/builder --config builder-config.yaml --skip-compilation

tidy: ## Tidy every module; new modules may need GONOSUMDB
	@for m in $(MODULES) internal/tools; do (cd $$m && go mod tidy); done

record: ## Record the SDK telemetry of tests/sdk anew (needs python3, node, PyPI, npm)
	@tests/sdk/record.sh

prices: ## Refresh the built-in price book from the genai-prices package (needs python3, PyPI)
	@python3 -m venv .tools/prices && .tools/prices/bin/pip -q install --upgrade genai-prices
	@cd connector/costconnector/internal/builtin && for script in "generate.py $$(date -u +%F)" oracle.py; do $(TOOLS)/prices/bin/python $$script; done

image: build build-gpu ## Build both container images (needs buildah)
	@distribution/image/build.sh $(VERSION)

image-test: ## Run both images read-only and check them (needs podman, runc)
	@distribution/image/test.sh $(VERSION)

reproducible: build build-gpu ## Build both binaries from a second clone and compare the checksums
	@distribution/reproducible.sh

$(TOOLS)/builder: PKG := go.opentelemetry.io/collector/cmd/builder
$(TOOLS)/mdatagen: PKG := go.opentelemetry.io/collector/cmd/mdatagen
$(TOOLS)/golangci-lint: PKG := github.com/golangci/golangci-lint/v2/cmd/golangci-lint
$(TOOLS)/gotestsum: PKG := gotest.tools/gotestsum
$(TOOLS)/benchstat: PKG := golang.org/x/perf/cmd/benchstat
$(TOOLS)/%: internal/tools/go.mod internal/tools/go.sum
	@echo "building tool $* ..." && mkdir -p $(TOOLS) && CGO_ENABLED=0 go -C internal/tools build -o $@ $(PKG)

clean: ## Remove what the targets made: bin/, .tools/, data/
	rm -rf bin .tools data tests/sdk/.work

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
