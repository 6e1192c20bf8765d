// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"go.uber.org/zap"
)

// Settings are what a Map gets from its component. All fields are optional.
type Settings struct {
	// Resolver knows the GPU behind MIG UUIDs, device nodes and DRA devices. It is
	// asked before the file and the driver.
	Resolver Resolver
	// Logger is told when refreshing begins to fail, and when it works again.
	Logger *zap.Logger
}

// Map knows who runs on which GPU. Its methods are safe for concurrent use.
type Map struct {
	cfg      Config
	resolver Resolver
	logger   *zap.Logger

	// list is replaced in tests that need a fake clock.
	list func(context.Context) ([]podAllocation, error)

	snapshot atomic.Pointer[snapshot]
	state    atomic.Pointer[state]

	refreshes, failures   atomic.Uint64
	ambiguous, unresolved atomic.Uint64

	// The rest belongs to whoever refreshes: Start, then its goroutine.
	ledger      *ledger
	file        *staticFile
	fileContent []byte
	driver      driverNodes

	stop context.CancelFunc
	done sync.WaitGroup
}

// state is how the last refresh went.
type state struct {
	lastGood time.Time
	err      error
}

// Stats are counters and sizes for the self-metrics of a component.
type Stats struct {
	// Refreshes counts the refreshes, Failures those in which a source failed.
	Refreshes, Failures uint64
	// Ambiguous and Unresolved count the lookups with these results.
	Ambiguous, Unresolved uint64

	// Pods is the number of pods that the kubelet lists, Devices that of the GPU
	// devices it gave them, UnresolvedDevices that of those whose GPU is unknown.
	Pods, Devices, UnresolvedDevices int
	// FileEntries is the number of entries in the static file.
	FileEntries int
}

// New returns a map that is empty until Start.
func New(cfg Config, set Settings) *Map {
	m := &Map{
		cfg:      cfg,
		resolver: set.Resolver,
		logger:   set.Logger,
		ledger:   newLedger(),
		stop:     func() {},
	}
	if m.logger == nil {
		m.logger = zap.NewNop()
	}
	m.list = func(ctx context.Context) ([]podAllocation, error) {
		return listPodResources(ctx, cfg.PodResources)
	}
	m.snapshot.Store(newSnapshot(m.ledger, nil, nil))
	m.state.Store(&state{lastGood: time.Now()})
	return m
}

// Start reads the static file, then refreshes in the background until Shutdown.
// It fails only if the file cannot be read or is wrong; a kubelet that does not
// answer is asked again.
func (m *Map) Start(ctx context.Context) error {
	if err := m.readFile(); err != nil {
		return err
	}
	m.publish()
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	m.stop = stop
	m.done.Go(func() { m.run(ctx) })
	return nil
}

// Shutdown stops refreshing. The last map stays readable.
func (m *Map) Shutdown(context.Context) error {
	m.stop()
	m.done.Wait()
	return nil
}

// Lookup returns the GPUs of whoever has this identity.
func (m *Map) Lookup(id Identity) Result {
	r := m.snapshot.Load().lookup(&id)
	switch r.Status {
	case StatusAmbiguous:
		m.ambiguous.Add(1)
	case StatusUnresolved:
		m.unresolved.Add(1)
	case StatusFound, StatusNotFound:
	}
	return r
}

// Owners returns who holds a GPU now, sorted by namespace, pod and container. For
// a MIG device set MIG.UUID, or UUID and MIG.InstanceID; for a whole GPU only
// UUID: whoever holds a slice does not own the whole. Several owners share the
// GPU, or one of them has ended and is still listed. The slice belongs to the
// map: do not change it.
func (m *Map) Owners(gpu GPU) []Owner {
	return m.snapshot.Load().ownersOf(gpu)
}

// Age is the time since the last refresh in which all sources worked, or since
// New if there was none.
func (m *Map) Age() time.Duration {
	return time.Since(m.state.Load().lastGood)
}

// Err is the error of the last refresh, nil if all sources worked.
func (m *Map) Err() error {
	return m.state.Load().err
}

// Stats returns the counters and sizes.
func (m *Map) Stats() Stats {
	s := m.snapshot.Load()
	return Stats{
		Refreshes:         m.refreshes.Load(),
		Failures:          m.failures.Load(),
		Ambiguous:         m.ambiguous.Load(),
		Unresolved:        m.unresolved.Load(),
		Pods:              s.listedPods,
		Devices:           s.devices,
		UnresolvedDevices: s.unresolved,
		FileEntries:       s.fileEntries,
	}
}

func (m *Map) run(ctx context.Context) {
	ticker := time.NewTicker(m.cfg.Interval)
	defer ticker.Stop()
	for {
		err := m.refresh(ctx)
		if ctx.Err() != nil {
			return
		}
		m.report(err)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// refresh asks all sources. A source that fails keeps its last good content.
func (m *Map) refresh(ctx context.Context) error {
	var errs []error
	if m.cfg.PodResources.Socket != "" {
		errs = append(errs, m.refreshPods(ctx))
	}
	m.ledger.expire(time.Now(), m.cfg.Grace)
	errs = append(errs, m.readFile(), m.readDriver())
	m.publish()
	return errors.Join(errs...)
}

func (m *Map) refreshPods(ctx context.Context) error {
	pods, err := m.list(ctx)
	if err != nil {
		return err
	}
	// Read after the list, so that a pod that is listed and runs has its link.
	links := containerLinks{}
	if dir := m.cfg.PodResources.ContainerLogs; dir != "" {
		links, err = readContainerLinks(dir)
	}
	m.ledger.update(time.Now(), pods, links)
	return err
}

// readFile takes over the static file if it has changed.
func (m *Map) readFile() error {
	if m.cfg.File == "" {
		return nil
	}
	content, err := readFile(m.cfg.File)
	if err != nil {
		return fmt.Errorf("file: %w", err)
	}
	if m.file != nil && bytes.Equal(content, m.fileContent) {
		return nil
	}
	file, err := parseFile(content)
	if err != nil {
		return fmt.Errorf("file %s: %w", m.cfg.File, err)
	}
	m.file, m.fileContent = file, content
	return nil
}

func (m *Map) readDriver() error {
	if m.cfg.DriverDir == "" {
		return nil
	}
	nodes, err := readDriver(m.cfg.DriverDir)
	if err == nil {
		m.driver = nodes
	}
	return err
}

// publish resolves the device ids and puts up a new snapshot.
func (m *Map) publish() {
	resolvers := make([]Resolver, 0, 3)
	if m.resolver != nil {
		resolvers = append(resolvers, m.resolver)
	}
	if m.file != nil {
		resolvers = append(resolvers, m.file)
	}
	resolvers = append(resolvers, m.driver)
	m.ledger.resolve(resolvers)
	m.snapshot.Store(newSnapshot(m.ledger, m.file, resolvers))
}

// report keeps the outcome of a refresh, and logs it when it changes.
func (m *Map) report(err error) {
	before := m.state.Load()
	after := &state{lastGood: before.lastGood, err: err}
	m.refreshes.Add(1)
	if err != nil {
		m.failures.Add(1)
	} else {
		after.lastGood = time.Now()
	}
	m.state.Store(after)
	switch {
	case err != nil && before.err == nil:
		m.logger.Warn("GPU map not refreshed, the last good one stays in use", zap.Error(err))
	case err == nil && before.err != nil:
		m.logger.Info("GPU map refreshed again")
	}
}
