// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package fakedcgm

/*
#cgo LDFLAGS: -ldl
#include <dlfcn.h>
#include <stdlib.h>

static void call(void *f, long long t) { ((void (*)(long long))f)(t); }
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
	"unsafe"
)

// load builds the library and loads it, so that go-dcgm finds it by its soname.
// It returns the function that sets the clock.
var load = sync.OnceValues(func() (unsafe.Pointer, error) {
	dir, err := os.MkdirTemp("", "fakedcgm")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // what is loaded stays loaded
	lib, err := build(dir)
	if err != nil {
		return nil, err
	}
	path, symbol := C.CString(lib), C.CString("dcgmFakeSetClock")
	defer C.free(unsafe.Pointer(path))
	defer C.free(unsafe.Pointer(symbol))
	handle := C.dlopen(path, C.RTLD_LAZY|C.RTLD_GLOBAL)
	if handle == nil {
		return nil, errors.New(C.GoString(C.dlerror()))
	}
	setClock := C.dlsym(handle, symbol)
	if setClock == nil {
		return nil, errors.New(C.GoString(C.dlerror()))
	}
	return setClock, nil
})

// build compiles the library into dir against the headers of the go-dcgm module
// and returns its path.
func build(dir string) (string, error) {
	_, file, _, ok := runtime.Caller(0)
	if !ok {
		return "", errors.New("no source path")
	}
	module := filepath.Join(filepath.Dir(file), "..", "..")
	list := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/NVIDIA/go-dcgm") //nolint:noctx // for tests
	list.Dir = module
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return "", fmt.Errorf("find go-dcgm: %w", err)
	}
	headers := filepath.Join(strings.TrimSpace(string(out)), "pkg", "dcgm")
	lib := filepath.Join(dir, "libdcgm.so.4")
	gcc := exec.Command("gcc", "-std=gnu11", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", //nolint:noctx // for tests
		"-Wl,-soname,libdcgm.so.4", "-I"+headers, "-o", lib,
		filepath.Join(module, "testdata", "fakedcgm", "fakedcgm.c"), "-lm", "-lpthread")
	if text, err := gcc.CombinedOutput(); err != nil {
		return "", fmt.Errorf("gcc: %w\n%s", err, text)
	}
	return lib, nil
}

// Machine is the simulated machine of a test.
type Machine struct {
	tb       testing.TB
	dir      string
	setClock unsafe.Pointer
}

// New returns a machine, with the clock of the real one. A process has one: tests
// that use it must not run in parallel.
func New(tb testing.TB, scenario string) *Machine {
	tb.Helper()
	setClock, err := load()
	if err != nil {
		tb.Fatal(err)
	}
	m := &Machine{tb: tb, dir: tb.TempDir(), setClock: setClock}
	tb.Setenv("DCGM_FAKE_SCENARIO", filepath.Join(m.dir, "scenario")) // reaches getenv in C
	m.SetClock(time.Time{})
	m.Scenario(scenario)
	return m
}

// Scenario replaces the scenario, from the next call of DCGM on.
func (m *Machine) Scenario(text string) {
	m.tb.Helper()
	next := filepath.Join(m.dir, "next")
	err := os.WriteFile(next, []byte(text), 0o600)
	if err == nil {
		err = os.Rename(next, filepath.Join(m.dir, "scenario"))
	}
	if err != nil {
		m.tb.Fatal(err)
	}
}

// LogFile is a file that a scenario may name as its log.
func (m *Machine) LogFile() string { return filepath.Join(m.dir, "calls") }

// SetClock sets the time of the engine; the zero time is the clock of the machine.
func (m *Machine) SetClock(t time.Time) {
	micros := int64(0)
	if !t.IsZero() {
		micros = t.UnixMicro()
	}
	C.call(m.setClock, C.longlong(micros))
}
