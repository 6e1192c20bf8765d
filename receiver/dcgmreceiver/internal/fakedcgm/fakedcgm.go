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
	"time"
	"unsafe"
)

// Library is the loaded stand-in.
type Library struct {
	dir      string
	setClock unsafe.Pointer
}

// Build compiles the library into dir against the headers of the go-dcgm module
// and returns its path.
func Build(dir string) (string, error) {
	_, file, _, ok := runtime.Caller(0)
	if !ok {
		return "", errors.New("no source path")
	}
	module := filepath.Join(filepath.Dir(file), "..", "..")
	list := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/NVIDIA/go-dcgm")
	list.Dir = module
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return "", fmt.Errorf("find go-dcgm: %w", err)
	}
	headers := filepath.Join(strings.TrimSpace(string(out)), "pkg", "dcgm")
	lib := filepath.Join(dir, "libdcgm.so.4")
	gcc := exec.Command("gcc", "-std=gnu11", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", //nolint:gosec // for tests
		"-Wl,-soname,libdcgm.so.4", "-I"+headers, "-o", lib,
		filepath.Join(module, "testdata", "fakedcgm", "fakedcgm.c"), "-lm", "-lpthread")
	if text, err := gcc.CombinedOutput(); err != nil {
		return "", fmt.Errorf("gcc: %w\n%s", err, text)
	}
	return lib, nil
}

// Load builds the library and loads it, so that go-dcgm finds it by its soname.
func Load(dir string) (*Library, error) {
	lib, err := Build(dir)
	if err != nil {
		return nil, err
	}
	l := &Library{dir: dir}
	// With cgo this reaches getenv in C.
	if err := os.Setenv("DCGM_FAKE_SCENARIO", l.scenario()); err != nil {
		return nil, err
	}
	path, symbol := C.CString(lib), C.CString("dcgmFakeSetClock")
	defer C.free(unsafe.Pointer(path))
	defer C.free(unsafe.Pointer(symbol))
	handle := C.dlopen(path, C.RTLD_LAZY|C.RTLD_GLOBAL)
	if handle == nil {
		return nil, errors.New(C.GoString(C.dlerror()))
	}
	if l.setClock = C.dlsym(handle, symbol); l.setClock == nil {
		return nil, errors.New(C.GoString(C.dlerror()))
	}
	return l, nil
}

func (l *Library) scenario() string { return filepath.Join(l.dir, "scenario") }

// Scenario replaces the scenario, from the next call of DCGM on.
func (l *Library) Scenario(text string) error {
	next := l.scenario() + ".next"
	if err := os.WriteFile(next, []byte(text), 0o600); err != nil {
		return err
	}
	return os.Rename(next, l.scenario())
}

// LogFile is a file that a scenario may name as its log.
func (l *Library) LogFile() string { return filepath.Join(l.dir, "calls") }

// SetClock sets the time of the engine; the zero time is the clock of the machine.
func (l *Library) SetClock(t time.Time) {
	micros := int64(0)
	if !t.IsZero() {
		micros = t.UnixMicro()
	}
	C.call(l.setClock, C.longlong(micros))
}
