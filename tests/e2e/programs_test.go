// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// program finds one that Debian's packages prometheus and
// prometheus-alertmanager install.
func program(t *testing.T, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	message := fmt.Sprintf("%s is not installed (apt-get install prometheus prometheus-alertmanager)", names[0])
	if os.Getenv("CI") != "" {
		t.Fatal(message)
	}
	t.Skip(message)
	return ""
}

// start runs a program until the test is over.
func start(t *testing.T, cmd *exec.Cmd) *lockedBuffer {
	t.Helper()
	output := new(lockedBuffer)
	cmd.Stdout, cmd.Stderr = output, output
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
		if t.Failed() {
			t.Logf("%s:\n%s", filepath.Base(cmd.Path), output)
		}
	})
	return output
}

func awaitReady(t *testing.T, address string) {
	t.Helper()
	require.Eventually(t, func() bool {
		res, err := http.Get(address)
		if err != nil {
			return false
		}
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	}, patience, 50*time.Millisecond, address)
}

// startAlertmanager returns its URL.
func startAlertmanager(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	config := filepath.Join(dir, "alertmanager.yml")
	require.NoError(t, os.WriteFile(config, []byte("route: {receiver: none}\nreceivers: [{name: none}]\n"), 0o600))
	address := freeAddress(t)
	start(t, exec.Command(program(t, "prometheus-alertmanager", "alertmanager"), "--config.file="+config, "--storage.path="+dir,
		"--web.listen-address="+address, "--cluster.listen-address="))
	awaitReady(t, "http://"+address+"/-/ready")
	return "http://" + address
}

// startPrometheus returns the host and port of one that takes remote writes, with
// exemplars and late samples.
func startPrometheus(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	config := filepath.Join(dir, "prometheus.yml")
	require.NoError(t, os.WriteFile(config, []byte("storage: {tsdb: {out_of_order_time_window: 2m}}\n"), 0o600))
	address := freeAddress(t)
	start(t, exec.Command(program(t, "prometheus"), "--config.file="+config, "--storage.tsdb.path="+filepath.Join(dir, "data"),
		"--web.listen-address="+address, "--web.enable-remote-write-receiver", "--enable-feature=exemplar-storage"))
	awaitReady(t, "http://"+address+"/-/ready")
	return address
}
