// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package sdk

import (
	"io/fs"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func load(t *testing.T) []Recording {
	t.Helper()
	recordings, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(recordings) == 0 {
		t.Fatal("there are no recordings")
	}
	return recordings
}

// count decodes a recording and counts its items.
func count(r Recording) (int, error) {
	switch r.Signal {
	case SignalTraces:
		traces, err := r.Traces()
		if err != nil {
			return 0, err
		}
		return traces.SpanCount(), nil
	case SignalLogs:
		logs, err := r.Logs()
		if err != nil {
			return 0, err
		}
		return logs.LogRecordCount(), nil
	default:
		metrics, err := r.Metrics()
		if err != nil {
			return 0, err
		}
		return metrics.MetricCount(), nil
	}
}

func TestRecordingsDecode(t *testing.T) {
	for _, r := range load(t) {
		t.Run(r.Path, func(t *testing.T) {
			items, err := count(r)
			if err != nil {
				t.Fatal(err)
			}
			if items == 0 || items != r.Items {
				t.Errorf("%d items, the index says %d", items, r.Items)
			}
		})
	}
}

func TestSpansAreWellFormed(t *testing.T) {
	for _, r := range load(t) {
		if r.Signal != SignalTraces {
			continue
		}
		traces, err := r.Traces()
		if err != nil {
			t.Fatal(err)
		}
		for _, rs := range traces.ResourceSpans().All() {
			// AgentOps names the service itself.
			if name, ok := rs.Resource().Attributes().Get("service.name"); !ok || name.Str() != "assistant-api" && name.Str() != "agentops" {
				t.Errorf("%s: service.name is %q", r.Path, name.AsString())
			}
			for _, ss := range rs.ScopeSpans().All() {
				for _, span := range ss.Spans().All() {
					if span.TraceID().IsEmpty() || span.SpanID().IsEmpty() || span.StartTimestamp() >= span.EndTimestamp() {
						t.Errorf("%s: span %q has no id or no length", r.Path, span.Name())
					}
				}
			}
		}
	}
}

func TestIndexListsEveryFile(t *testing.T) {
	var found []string
	err := fs.WalkDir(files, folder, func(file string, entry fs.DirEntry, err error) error {
		if name := strings.TrimPrefix(file, folder+"/"); err == nil && !entry.IsDir() && name != "index.json" {
			found = append(found, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, r := range load(t) {
		listed = append(listed, r.Path)
		version := r.Version
		if r.Variant != "" {
			version += "+" + r.Variant
		}
		want := path.Join(r.Library, r.Language, version, r.Provider+"_"+r.Scenario+"."+r.Signal+".json")
		if r.Path != want {
			t.Errorf("%s should be at %s", r.Path, want)
		}
	}
	slices.Sort(listed)
	for _, file := range found {
		if !slices.Contains(listed, file) {
			t.Errorf("%s is not in the index", file)
		}
	}
	for _, file := range listed {
		if !slices.Contains(found, file) {
			t.Errorf("%s is in the index, but there is no such file", file)
		}
	}
	if len(slices.Compact(listed)) != len(listed) {
		t.Error("the index lists a file twice")
	}
}

func TestIndexNamesPackageVersions(t *testing.T) {
	index, err := LoadIndex()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range index.Recordings {
		packages := index.Sets[r.Set]
		if len(packages) == 0 {
			t.Errorf("%s: the index has no set %q", r.Path, r.Set)
			continue
		}
		found := false
		for _, version := range packages {
			found = found || version == r.Version
		}
		if !found {
			t.Errorf("%s: no package of set %q has version %s", r.Path, r.Set, r.Version)
		}
	}
}

func TestSilentRunsHaveNoSpans(t *testing.T) {
	index, err := LoadIndex()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range index.Silent {
		for _, r := range index.Recordings {
			if r.Signal == SignalTraces && s == (Silent{r.Library, r.Language, r.Version, r.Variant, r.Provider, r.Scenario}) {
				t.Errorf("%s is listed as silent", r.Path)
			}
		}
	}
}

// machineMarks tell where a recording was made.
var machineMarks = []string{
	"/root/", "/home/", "/Users/", "/tmp/", "/opt/", "/var/", "/builds/", `:\\Users`,
	`"key":"host.`, `"key":"process.`, `"key":"os.`,
}

// The files of Python and Node stack frames.
var frames = []*regexp.Regexp{
	regexp.MustCompile(`File \\+"(/[^"\\]+)`),
	regexp.MustCompile(`\\n    at (?:[^/(\\]*\()?(/[^:\\]+):\d`),
}

// machineMark returns what in a recording tells where it was made, or nothing.
func machineMark(text string) string {
	for _, mark := range machineMarks {
		if strings.Contains(text, mark) {
			return mark
		}
	}
	for _, frame := range frames {
		for _, m := range frame.FindAllStringSubmatch(text, -1) {
			if !strings.HasPrefix(m[1], "/app/") && !strings.HasPrefix(m[1], "/usr/lib/") {
				return m[1]
			}
		}
	}
	return ""
}

var (
	link         = regexp.MustCompile(`https?://[^\s"'\\<>)\]}]+`)
	allowedHosts = []string{"127.0.0.1", "localhost", "api.openai.com", "api.anthropic.com", "opentelemetry.io", "json-schema.org", "docs.langchain.com"}
)

func TestRecordingsNameNoMachine(t *testing.T) {
	hostname, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range load(t) {
		text := string(r.JSON)
		if found := machineMark(text); found != "" {
			t.Errorf("%s contains %q", r.Path, found)
		}
		if len(hostname) > 3 && hostname != "localhost" && strings.Contains(text, hostname) {
			t.Errorf("%s contains this machine's name", r.Path)
		}
		for _, found := range link.FindAllString(text, -1) {
			u, err := url.Parse(found)
			if err != nil {
				t.Errorf("%s: %v", r.Path, err)
				continue
			}
			if !slices.Contains(allowedHosts, u.Hostname()) {
				t.Errorf("%s links to %s", r.Path, found)
			}
		}
	}
}

func TestMachineMark(t *testing.T) {
	for text, want := range map[string]bool{
		`File "/home/someone/x.py"`:               true,
		`File "/root/x.py"`:                       true,
		`{"key":"host.name","value":"x"}`:         true,
		`{"key":"process.pid","value":1}`:         true,
		`C:\\Users\\x`:                            true,
		`File \"/data/x/run.py\", line 1`:         true,
		`Error\n    at main (/data/run.cjs:15:5)`: true,
		`Error\n    at /data/run.cjs:15:5`:        true,
		`Error\n    at main (/app/run.cjs:15:5)`:  false,
		`Error\n    at x (node:internal/y:1:2)`:   false,
		`File \"/app/run.py\", line 1`:            false,
		`File \"/usr/lib/python3.11/x.py\"`:       false,
		`{"key":"server.address","value":"::1"}`:  false,
	} {
		if got := machineMark(text) != ""; got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestSignalHelpersRefuseOtherSignals(t *testing.T) {
	r := Recording{Signal: SignalLogs, JSON: []byte("{}")}
	if _, err := r.Traces(); err == nil {
		t.Error("traces of logs: want an error")
	}
	if _, err := r.Metrics(); err == nil {
		t.Error("metrics of logs: want an error")
	}
	if _, err := (Recording{Signal: SignalTraces}).Logs(); err == nil {
		t.Error("logs of traces: want an error")
	}
}

// maxTreeBytes keeps the recordings small enough for the repository.
const maxTreeBytes = 8 << 20

func TestRecordingsStaySmall(t *testing.T) {
	total := 0
	for _, r := range load(t) {
		total += len(r.JSON)
	}
	if total > maxTreeBytes {
		t.Errorf("the recordings have %d bytes, want at most %d", total, maxTreeBytes)
	}
}

func TestReadmeListsEveryVersion(t *testing.T) {
	data, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(data)
	seen := map[string]bool{}
	for _, r := range load(t) {
		row := "| " + r.Library + " | " + r.Language + " | " + r.Version + " |"
		if !seen[row] && !strings.Contains(readme, row) {
			t.Errorf("README.md has no row %q", row)
		}
		seen[row] = true
		if scenario := "`" + r.Scenario + "`"; !seen[scenario] && !strings.Contains(readme, scenario) {
			t.Errorf("README.md does not explain the scenario %s", scenario)
			seen[scenario] = true
		}
	}
}
