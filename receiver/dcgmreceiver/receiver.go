// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dcgmreceiver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/receiver"
	"go.opentelemetry.io/collector/receiver/receiverhelper"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"

	"github.com/otelcol-genai/otelcol-genai/internal/gpumap"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/engine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/metadata"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/mode"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/plan"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/points"
)

// shutdownGrace is how long Shutdown waits for an engine that does not answer.
const shutdownGrace = 2 * time.Second

// dcgmReceiver reads what DCGM samples. One goroutine does all the work.
type dcgmReceiver struct {
	cfg       *Config
	settings  receiver.Settings
	logger    *zap.Logger
	next      consumer.Metrics
	obsreport *receiverhelper.ObsReport
	telemetry *telemetry

	endpoint  engine.Endpoint
	profiles  plan.Settings
	fields    []field.ID // all that may be sampled
	presenter *points.Presenter
	resource  pcommon.Resource
	wanted    map[field.ID][]string // by the rules, under these names

	controller *mode.Controller
	pods       *gpumap.Map
	resolver   *migResolver
	client     *engine.Client
	host       component.Host
	cancel     context.CancelFunc
	done       chan struct{}

	// The rest belongs to the goroutine.
	started int64 // first and newest sample: microseconds by the clock of the engine
	newest  int64
	refused bool // the last points were refused
	// unwatched: the engine does not sample everything that it was asked for.
	unwatched bool
	state     engine.State
	lastErr   string
	machine   *machine
	schedule  schedule
	values    []engine.Value
	// notified are the GPUs and fields of which the log has told that they are
	// missing.
	notified map[string]bool
}

func newReceiver(set receiver.Settings, cfg *Config, next consumer.Metrics) (*dcgmReceiver, error) {
	ids, err := cfg.fields()
	if err != nil {
		return nil, err
	}
	endpoint, err := cfg.endpoint()
	if err != nil {
		return nil, err
	}
	hostname := cfg.Hostname
	if hostname == "" {
		if hostname, err = os.Hostname(); err != nil {
			return nil, fmt.Errorf("hostname: not known, set it: %w", err)
		}
	}
	builder, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	obsreport, err := receiverhelper.NewObsReport(receiverhelper.ObsReportSettings{
		ReceiverID: set.ID, Transport: "dcgm", ReceiverCreateSettings: set,
	})
	if err != nil {
		return nil, err
	}
	r := &dcgmReceiver{
		cfg: cfg, settings: set, logger: set.Logger, next: next, obsreport: obsreport, telemetry: newTelemetry(builder),
		endpoint: endpoint, wanted: map[field.ID][]string{}, resolver: &migResolver{}, notified: map[string]bool{},
	}
	rb := metadata.NewResourceBuilder(cfg.ResourceAttributes)
	rb.SetHostName(hostname)
	r.resource = rb.Emit()
	if r.controller, err = mode.NewController(cfg.Mode, set.TelemetrySettings, r.telemetry); err != nil {
		return nil, fmt.Errorf("mode: %w", err)
	}
	for _, name := range r.controller.WantedFields() {
		id, err := field.Lookup(name)
		if err != nil {
			return nil, fmt.Errorf("mode: %w", err)
		}
		r.wanted[id] = append(r.wanted[id], name)
	}
	r.setProfiles(ids, points.Labels{Hostname: hostname, HostnameLabel: cfg.HostnameLabel})
	if cfg.Pods.HasValue() {
		r.pods = gpumap.New(*cfg.Pods.Get(), gpumap.Settings{Resolver: r.resolver, Logger: set.Logger})
		err = builder.RegisterReceiverDcgmGpuMapAgeCallback(func(_ context.Context, o metric.Float64Observer) error {
			o.Observe(r.pods.Age().Seconds())
			return nil
		})
	}
	return r, err
}

// setProfiles drops the fields that nobody wants: no metric, no rule.
func (r *dcgmReceiver) setProfiles(ids fieldIDs, labels points.Labels) {
	enabled := enabledMetrics(&r.cfg.Metrics)
	all := append(append([]field.ID(nil), ids.steady...), ids.incident...)
	r.presenter = points.NewPresenter(all, ids.names, func(name string) bool { return enabled[name] }, labels)
	keep := func(ids []field.ID) (kept []field.ID) {
		for _, id := range ids {
			if r.presenter.Emits(id) || len(r.wanted[id]) > 0 {
				kept = append(kept, id)
			}
		}
		return kept
	}
	r.profiles = plan.Settings{
		Steady: keep(ids.steady), Incident: keep(ids.incident),
		SteadyInterval: r.cfg.Steady.Interval, IncidentInterval: r.cfg.Incident.Interval,
		PreTrigger: r.cfg.PreTrigger,
	}
	r.fields = keep(all)
}

// Start implements component.Component. It succeeds without DCGM: the link is
// made in the background.
func (r *dcgmReceiver) Start(ctx context.Context, host component.Host) error {
	client, err := engine.Open(ctx, engine.Options{
		Endpoint:       r.endpoint,
		CallTimeout:    r.cfg.CallTimeout,
		InitialBackoff: r.cfg.Reconnect.InitialInterval,
		MaxBackoff:     r.cfg.Reconnect.MaxInterval,
		RescanInterval: r.cfg.RescanInterval,
		Logger:         r.logger,
	}, r.fields, engine.Parts{Switches: r.cfg.NVSwitch, Links: r.cfg.NVLink})
	if err != nil {
		return err
	}
	r.client, r.host = client, host
	if r.pods != nil {
		if err := r.pods.Start(ctx); err != nil {
			return errors.Join(fmt.Errorf("pods: %w", err), r.close(ctx))
		}
	}
	if err := r.controller.Start(ctx, host); err != nil {
		return errors.Join(fmt.Errorf("mode: %w", err), r.close(ctx))
	}
	r.telemetry.recordUp(ctx, false, 0)
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	r.cancel, r.done = cancel, make(chan struct{})
	go func() {
		defer close(r.done)
		r.run(running)
	}()
	return nil
}

// Shutdown implements component.Component. It does not wait for an engine that
// does not answer.
func (r *dcgmReceiver) Shutdown(ctx context.Context) error {
	var err error
	if r.cancel != nil {
		r.cancel()
		<-r.done
		err = r.controller.Shutdown(ctx)
	}
	err = errors.Join(err, r.close(ctx))
	r.telemetry.Shutdown()
	return err
}

func (r *dcgmReceiver) close(ctx context.Context) error {
	var err error
	if r.pods != nil && r.client != nil {
		err = r.pods.Shutdown(ctx)
	}
	if r.client != nil {
		ctx, cancel := context.WithTimeout(ctx, shutdownGrace)
		defer cancel()
		if err := r.client.Close(ctx); err != nil && !errors.Is(err, engine.ErrDown) {
			r.logger.Warn("DCGM did not answer while shutting down", zap.Error(err))
		}
		r.client = nil
	}
	return err
}

// run waits for what happens: the connection changes, a mode changes, a read is
// due.
func (r *dcgmReceiver) run(ctx context.Context) {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		timer.Reset(r.schedule.wait(time.Now()))
		select {
		case <-ctx.Done():
			return
		case <-r.client.Updates():
			r.engineChanged(ctx)
		case <-r.controller.Changed():
			r.modesChanged(ctx)
		case <-timer.C:
			r.readDue(ctx)
		}
	}
}

// engineChanged takes over the state of the connection.
func (r *dcgmReceiver) engineChanged(ctx context.Context) {
	before := r.state
	r.state = r.client.State()
	if n := r.state.Reconnects - before.Reconnects; n > 0 {
		r.telemetry.ReceiverDcgmEngineReconnects.Add(ctx, n)
	}
	inv := r.state.Inventory
	if inv == nil {
		r.schedule.stop()
		r.telemetry.recordUp(ctx, false, 0)
		r.reportDown(r.state.Err)
		return
	}
	if before.Inventory != nil && before.Inventory.Generation == inv.Generation {
		return
	}
	r.reportUp(inv)
	r.telemetry.recordUp(ctx, true, len(inv.GPUs))
	r.setMachine(ctx, inv)
	r.watch(ctx)
	r.schedule.now()
}

// reportDown logs every reason once.
func (r *dcgmReceiver) reportDown(err error) {
	if errors.Is(err, engine.ErrDown) || err.Error() == r.lastErr {
		return
	}
	r.lastErr = err.Error()
	r.logger.Warn("No connection to DCGM, trying again", zap.Stringer("endpoint", r.endpoint), zap.Error(err))
	componentstatus.ReportStatus(r.host, componentstatus.NewRecoverableErrorEvent(err))
}

func (r *dcgmReceiver) reportUp(inv *engine.Inventory) {
	r.lastErr = ""
	models := map[string]int{}
	instances := 0
	for i := range inv.GPUs {
		models[inv.GPUs[i].Model]++
		instances += len(inv.GPUs[i].Instances)
	}
	r.logger.Info("Connected to DCGM", zap.Stringer("endpoint", r.endpoint), zap.String("version", inv.Version),
		zap.Any("gpus", models), zap.Int("mig_instances", instances), zap.Int("nvswitches", len(inv.Switches)),
		zap.Int("nvlinks", len(inv.Links)))
	if len(inv.Lost) > 0 {
		r.logger.Error("DCGM has lost GPUs", zap.Uint32s("gpus", inv.Lost))
	}
	for _, fault := range inv.Faults {
		r.logger.Warn("DCGM does not tell everything that was asked for", zap.Error(fault))
	}
	componentstatus.ReportStatus(r.host, componentstatus.NewEvent(componentstatus.StatusOK))
}
