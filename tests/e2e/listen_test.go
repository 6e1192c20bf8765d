// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPresetsListenOnLocalhost reads every shipped configuration as it is
// without any environment: an address other than the LISTEN_ADDRESS variable
// with its default, or localhost itself, opens a port to the network.
func TestPresetsListenOnLocalhost(t *testing.T) {
	configs, err := filepath.Glob(filepath.Join(root, "distribution", "config", "*.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, configs)
	address := regexp.MustCompile(`0\.0\.0\.0|\[::\]|(?m)^\s*(endpoint|host):\s*['"]?:\d+`)
	for _, path := range configs {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Empty(t, address.FindAllString(string(text), -1))
		})
	}
}

// TestListenersOnLocalhost asks the kernel where a collector of the standalone
// preset listens.
func TestListenersOnLocalhost(t *testing.T) {
	c := startStandalone(t)
	listeners := listening(t, c.cmd.Process.Pid)
	require.GreaterOrEqual(t, len(listeners), 4)
	for _, address := range listeners {
		assert.Regexp(t, `^(0100007F|00000000000000000000000001000000):`, address, "listens beyond the loopback interface")
	}
}

// listening returns the local addresses of a process's listening TCP sockets,
// as /proc/net/tcp writes them.
func listening(t *testing.T, pid int) []string {
	t.Helper()
	fds, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	require.NoError(t, err)
	own := map[string]bool{}
	for _, fd := range fds {
		if link, err := os.Readlink(fd); err == nil && strings.HasPrefix(link, "socket:[") {
			own[strings.Trim(link, "socket:[]")] = true
		}
	}
	const localAddress, state, inode, listen = 1, 3, 9, "0A"
	var addresses []string
	for _, table := range []string{"tcp", "tcp6"} {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/net/%s", pid, table))
		require.NoError(t, err)
		for _, line := range strings.Split(string(text), "\n")[1:] {
			f := strings.Fields(line)
			if len(f) > inode && f[state] == listen && own[f[inode]] {
				addresses = append(addresses, f[localAddress])
			}
		}
	}
	return addresses
}
