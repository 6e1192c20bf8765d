// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// patience bounds every wait for something that should happen soon.
const patience = 60 * time.Second

// root is the root of the repository.
var root = must(filepath.Abs("../.."))

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// binary is the collector under test.
func binary(t *testing.T) string {
	t.Helper()
	path := os.Getenv("OTELCOL_GENAI")
	if path == "" {
		path = filepath.Join(root, "bin", "otelcol-genai")
	}
	_, err := os.Stat(path)
	require.NoError(t, err, "build the collector first: make build")
	return path
}

// run runs the binary to its end and returns what it printed.
func run(t *testing.T, env []string, args ...string) (output string, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary(t), args...)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// collector is a running standalone preset with ports of its own.
type collector struct {
	cmd                            *exec.Cmd
	dir                            string
	otlpGRPC, otlpHTTP, prometheus string
	output                         *lockedBuffer
	done                           chan struct{}
}

type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}

func startStandalone(t *testing.T, settings ...string) *collector {
	t.Helper()
	c := &collector{
		dir: filepath.Join(t.TempDir(), "data"), output: new(lockedBuffer), done: make(chan struct{}),
		otlpGRPC: freeAddress(t), otlpHTTP: freeAddress(t), prometheus: freeAddress(t),
	}
	health := freeAddress(t)
	host, port, err := net.SplitHostPort(freeAddress(t))
	require.NoError(t, err)
	args := []string{
		"--config", filepath.Join(root, "distribution", "config", "standalone.yaml"),
		"--set", "receivers.otlp.protocols.grpc.endpoint=" + c.otlpGRPC,
		"--set", "receivers.otlp.protocols.http.endpoint=" + c.otlpHTTP,
		"--set", "exporters.prometheus.endpoint=" + c.prometheus,
		"--set", "extensions.health_check.endpoint=" + health,
		"--set", "service.telemetry.metrics.readers=[{pull: {exporter: {prometheus: {host: '" + host + "', port: " + port + "}}}}]",
	}
	for _, s := range settings {
		args = append(args, "--set", s)
	}
	c.cmd = exec.Command(binary(t), args...)
	c.cmd.Env = append(os.Environ(), "DATA_DIR="+c.dir, "CONFIG_DIR="+filepath.Join(root, "distribution", "config"))
	c.cmd.Stdout, c.cmd.Stderr = c.output, c.output
	require.NoError(t, c.cmd.Start())
	go func() {
		defer close(c.done)
		_ = c.cmd.Wait() // the tests read the exit code from ProcessState
	}()
	t.Cleanup(func() {
		_ = c.cmd.Process.Kill()
		<-c.done
		if t.Failed() {
			t.Logf("collector:\n%s", c.output)
		}
	})
	require.Eventually(t, func() bool {
		select {
		case <-c.done:
			t.Errorf("the collector ended: %v\n%s", c.cmd.ProcessState, c.output)
			return true
		default:
		}
		res, err := http.Get("http://" + health)
		if err != nil {
			return false
		}
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	}, patience, 20*time.Millisecond)
	return c
}

// stop ends the collector as an orchestrator does and returns its exit code.
func (c *collector) stop(t *testing.T) int {
	t.Helper()
	require.NoError(t, c.cmd.Process.Signal(syscall.SIGTERM))
	select {
	case <-c.done:
	case <-time.After(patience):
		t.Fatal("the collector does not stop on SIGTERM")
	}
	return c.cmd.ProcessState.ExitCode()
}

func (c *collector) post(t *testing.T, path, contentType string, body []byte) (status int, answer string) {
	t.Helper()
	res, err := http.Post("http://"+c.otlpHTTP+path, contentType, bytes.NewReader(body))
	require.NoError(t, err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.StatusCode, string(text)
}

func get(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url)
	require.NoError(t, err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, res.StatusCode, "%s", text)
	return string(text)
}
