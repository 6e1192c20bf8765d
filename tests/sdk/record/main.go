// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Record runs every scenario of sets.json against the provider stand-in and
// writes what the SDKs export to recordings/. Run it through record.sh, which
// installs the SDKs first.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/otelcol-genai/otelcol-genai/tests/sdk/provider"
)

// providerAddress is fixed because SDKs write the port they talk to into their telemetry.
const providerAddress = "127.0.0.1:4010"

// providerPause is above the clock resolution of JavaScript, so that no library
// measures a time of zero and leaves it out.
const providerPause = 5 * time.Millisecond

// runLimit ends a scenario that hangs.
const runLimit = 3 * time.Minute

func main() {
	root := flag.String("root", ".", "folder of sets.json")
	only := flag.String("only", "", "record only runs whose language/set/provider_scenario matches this `regexp`; others keep their files")
	parallel := flag.Int("parallel", 2, "runs at the same time")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := record(ctx, *root, *only, *parallel)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "record:", err)
		os.Exit(1)
	}
}

// run is one scenario under one set.
type run struct {
	set      set
	provider string
	scenario string
	version  string
}

// result is what a run exported, and where to.
type result struct {
	*telemetry
	endpoint string
	sinkPort int
}

func (r run) id() string { return r.set.key() + "/" + r.provider + "_" + r.scenario }

// path is where a signal of the run is recorded, below recordings/.
func (r run) path(signal string) string {
	version := r.version
	if r.set.Variant != "" {
		version += "+" + r.set.Variant
	}
	return fmt.Sprintf("%s/%s/%s/%s_%s.%s.json", r.set.Library, r.set.Language, version, r.provider, r.scenario, signal)
}

func record(ctx context.Context, root, only string, parallel int) error {
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	filter, err := regexp.Compile(only)
	if err != nil {
		return fmt.Errorf("-only: %w", err)
	}
	sets, err := loadCatalog(root)
	if err != nil {
		return err
	}
	runs, versions, err := plan(root, sets)
	if err != nil {
		return err
	}

	stand, err := provider.Start(providerAddress, providerPause)
	if err != nil {
		return err
	}
	defer stand.Close()
	sink, err := startSink()
	if err != nil {
		return err
	}
	defer sink.close()

	var (
		wg      sync.WaitGroup
		mu      sync.Mutex
		failed  error
		results = map[string]*result{}
		slots   = make(chan struct{}, max(parallel, 1))
	)
	for n, r := range runs {
		if !filter.MatchString(r.id()) {
			continue
		}
		wg.Add(1)
		slots <- struct{}{}
		go func() {
			defer func() { <-slots; wg.Done() }()
			name := fmt.Sprintf("run-%d", n)
			runErr := execute(ctx, root, r, stand.URL(), sink.endpoint(name))
			got, sinkErr := sink.take(name)
			mu.Lock()
			defer mu.Unlock()
			if err := errors.Join(runErr, sinkErr); err != nil {
				failed = errors.Join(failed, fmt.Errorf("%s: %w", r.id(), err))
				return
			}
			results[r.id()] = &result{telemetry: got, endpoint: sink.endpoint(name), sinkPort: sink.port()}
			fmt.Printf("%s: %d spans, %d logs, %d metrics\n", r.id(), got.traces.SpanCount(), got.logs.LogRecordCount(), got.metrics.MetricCount())
		}()
	}
	wg.Wait()
	if failed != nil {
		return failed
	}
	return write(root, runs, versions, results)
}

// plan lists the runs and the package versions of every set.
func plan(root string, c catalog) ([]run, map[string]map[string]string, error) {
	var runs []run
	versions := map[string]map[string]string{}
	for _, s := range c.Sets {
		pinned, err := s.versions(root)
		if err != nil {
			return nil, nil, err
		}
		versions[s.key()] = pinned
		providers := make([]string, 0, len(s.Packages))
		for p := range s.Packages {
			providers = append(providers, p)
		}
		slices.Sort(providers)
		for _, p := range providers {
			version := pinned[s.Packages[p]]
			if version == "" {
				return nil, nil, fmt.Errorf("set %s: %s is not in its lock file", s.key(), s.Packages[p])
			}
			if len(c.Scenarios[p]) == 0 {
				return nil, nil, fmt.Errorf("sets.json: no scenarios for %q", p)
			}
			for _, scenario := range c.Scenarios[p] {
				if s.Broken[p+"_"+scenario] != "" || len(s.Only) > 0 && !slices.Contains(s.Only, scenario) {
					continue
				}
				runs = append(runs, run{s, p, scenario, version})
			}
		}
	}
	return runs, versions, nil
}

// execute runs the scenario's process until it has flushed its telemetry.
func execute(ctx context.Context, root string, r run, providerURL, otlp string) error {
	ctx, cancel := context.WithTimeout(ctx, runLimit)
	defer cancel()
	work := filepath.Join(root, ".work", r.set.Language+"-"+r.set.folder())
	arguments := []string{r.set.Setup, r.provider, r.scenario}
	var cmd *exec.Cmd
	switch r.set.Language {
	case "python":
		cmd = exec.CommandContext(ctx, filepath.Join(work, "bin", "python"), append([]string{"run.py"}, arguments...)...)
	case "java": // the program starts its own instrumentation
		classPath, err := os.ReadFile(filepath.Join(work, "classpath"))
		if err != nil {
			return err
		}
		cmd = exec.CommandContext(ctx, "java", "-cp", string(classPath), filepath.Join("scenarios", r.provider+"_scenarios.java"), r.scenario)
	default:
		cmd = exec.CommandContext(ctx, "node", append([]string{"run.cjs"}, arguments...)...)
	}
	cmd.Dir = filepath.Join(root, r.set.Language)
	cmd.Env = environment(root, work, r, providerURL, otlp)
	output, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, tail(output, 600))
	}
	return nil
}

// tail is the end of a program's output, where the error is.
func tail(output []byte, limit int) []byte {
	return output[max(0, len(output)-limit):]
}

// environment is all that a scenario sees of the machine. Its proxy address
// refuses connections, so that no library can reach beyond loopback.
func environment(root, work string, r run, providerURL, otlp string) []string {
	tenant := map[string]string{"anthropic": "globex"}[r.provider]
	if tenant == "" {
		tenant = "acme"
	}
	const nowhere = "http://127.0.0.1:9"
	return []string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + filepath.Join(root, ".work", "home"),
		"NODE_PATH=" + filepath.Join(work, "node_modules"),
		"PYTHONDONTWRITEBYTECODE=1",
		"PYTHONHASHSEED=0",
		"PYTHONWARNINGS=ignore",
		"HTTP_PROXY=" + nowhere, "HTTPS_PROXY=" + nowhere, "ALL_PROXY=" + nowhere,
		"NO_PROXY=127.0.0.1,localhost",
		"OPENAI_BASE_URL=" + providerURL + "/v1",
		"OPENAI_API_BASE=" + providerURL + "/v1", // the name that LlamaIndex reads
		"OPENAI_API_KEY=sk-stand-in",
		"ANTHROPIC_BASE_URL=" + providerURL,
		"ANTHROPIC_API_KEY=sk-ant-stand-in",
		"GROQ_BASE_URL=" + providerURL,
		"GROQ_API_KEY=stand-in",
		"AWS_ENDPOINT_URL_BEDROCK_RUNTIME=" + providerURL,
		"AWS_ACCESS_KEY_ID=stand-in", "AWS_SECRET_ACCESS_KEY=stand-in", "AWS_EC2_METADATA_DISABLED=true",
		"CREWAI_DISABLE_TELEMETRY=true", "CREWAI_TRACING_ENABLED=false", "HAYSTACK_TELEMETRY_ENABLED=false", "AGNO_TELEMETRY=false", "LITELLM_LOCAL_MODEL_COST_MAP=True",
		"OLLAMA_HOST=" + providerURL,
		"OLLAMA_API_KEY=stand-in",
		"CO_API_URL=" + providerURL,
		"CO_API_KEY=stand-in",
		"COHERE_API_KEY=stand-in", // the name that LlamaIndex reads
		"OTEL_SERVICE_NAME=assistant-api",
		"OTEL_RESOURCE_ATTRIBUTES=" + strings.Join([]string{"deployment.environment.name=test", "tenant=" + tenant}, ","),
		"OTEL_EXPORTER_OTLP_ENDPOINT=" + otlp,
		"OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
		"OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true",
		"TRACELOOP_TRACE_CONTENT=true",
		"TRACELOOP_METRICS_ENABLED=true",
		"TRACELOOP_LOGGING_ENABLED=true",
		"TRACELOOP_TELEMETRY=false",
	}
}
