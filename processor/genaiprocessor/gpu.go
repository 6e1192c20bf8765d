// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"

	"github.com/otelcol-genai/otelcol-genai/internal/gpumap"
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
)

// maxMapAge is the age beyond which the map is not believed: pods may have moved
// since the kubelet was last heard.
const maxMapAge = 5 * time.Minute

// gpuMaps has the map of each configuration: the instances of one component id,
// one per signal, share it, so that the kubelet is asked once.
var gpuMaps = struct {
	sync.Mutex
	running map[*Config]*sharedMap
}{running: map[*Config]*sharedMap{}}

type sharedMap struct {
	m     *gpumap.Map
	users int
}

func startGPUMap(ctx context.Context, cfg *Config, logger *zap.Logger) (*gpumap.Map, error) {
	gpuMaps.Lock()
	defer gpuMaps.Unlock()
	if s := gpuMaps.running[cfg]; s != nil {
		s.users++
		return s.m, nil
	}
	m := gpumap.New(*cfg.GPUs.Get(), gpumap.Settings{Logger: logger})
	if err := m.Start(ctx); err != nil {
		return nil, err
	}
	gpuMaps.running[cfg] = &sharedMap{m: m, users: 1}
	return m, nil
}

func stopGPUMap(ctx context.Context, cfg *Config) error {
	gpuMaps.Lock()
	defer gpuMaps.Unlock()
	s := gpuMaps.running[cfg]
	if s == nil {
		return nil
	}
	if s.users--; s.users > 0 {
		return nil
	}
	delete(gpuMaps.running, cfg)
	return s.m.Shutdown(ctx)
}

// gpuStamp is what the items of one resource are stamped with.
type gpuStamp struct {
	found gpumap.Result
	// present is unset where nothing is to be stamped.
	present bool
}

// gpusOf looks up who has emitted a resource. Without a map, or for who has no
// GPU, nothing is stamped; neither is it where it is not certain which.
func (p *genAI) gpusOf(ctx context.Context, resource pcommon.Map) gpuStamp {
	if p.gpus == nil {
		return gpuStamp{}
	}
	id, ok := identity(resource)
	if !ok {
		return gpuStamp{}
	}
	if p.gpus.Age() > maxMapAge {
		p.countStamp(ctx, "stale")
		return gpuStamp{}
	}
	r := p.gpus.Lookup(id)
	switch r.Status {
	case gpumap.StatusFound:
		p.countStamp(ctx, "found")
		return gpuStamp{found: r, present: len(r.UUIDs) > 0}
	case gpumap.StatusAmbiguous:
		p.countStamp(ctx, "ambiguous")
	case gpumap.StatusUnresolved:
		p.countStamp(ctx, "unresolved")
	case gpumap.StatusNotFound:
		p.countStamp(ctx, "not_found")
	}
	return gpuStamp{}
}

func (p *genAI) countStamp(ctx context.Context, outcome string) {
	p.telemetry.ProcessorGenaiGpuLookups.Add(ctx, 1, metric.WithAttributes(attribute.String("outcome", outcome)))
}

// identity reads who emitted a resource. It reports false for a resource that
// names nobody.
func identity(resource pcommon.Map) (id gpumap.Identity, ok bool) {
	for name, v := range resource.All() {
		var field *string
		switch name {
		case "k8s.pod.uid":
			field = &id.PodUID
		case "k8s.pod.name":
			field = &id.PodName
		case "k8s.namespace.name":
			field = &id.Namespace
		case "k8s.container.name":
			field = &id.ContainerName
		case "container.id":
			field = &id.ContainerID
		case "host.name":
			field = &id.Host
		case "k8s.node.name":
			if id.Host == "" {
				field = &id.Host
			}
		case "service.name":
			field = &id.ServiceName
		case "process.pid":
			if pid, err := strconv.Atoi(v.AsString()); err == nil && pid > 0 {
				id.PID = pid
			}
		}
		if field != nil {
			*field = v.AsString()
		}
	}
	if _, bare, found := strings.Cut(id.ContainerID, "://"); found {
		id.ContainerID = bare
	}
	return id, id.PodUID != "" || id.PodName != "" || id.ContainerID != "" || id.Host != ""
}

// item stamps a span or a log record: with the GPU, or with the list of GPUs
// where there are several. An item that says itself where it ran is left alone.
func (s *gpuStamp) item(attrs pcommon.Map) {
	if !s.present || stamped(attrs) {
		return
	}
	if len(s.found.UUIDs) == 1 {
		s.single(attrs)
		return
	}
	list := attrs.PutEmptySlice(semconv.GPUUUIDs)
	list.EnsureCapacity(len(s.found.UUIDs))
	for _, uuid := range s.found.UUIDs {
		list.AppendEmpty().SetStr(uuid)
	}
	attrs.PutInt(semconv.GPUCount, int64(len(s.found.UUIDs)))
}

// point stamps a data point. A list cannot be a label: points of several GPUs
// are joined by their pod.
func (s *gpuStamp) point(attrs pcommon.Map) {
	if s.present && len(s.found.UUIDs) == 1 && !stamped(attrs) {
		s.single(attrs)
	}
}

func stamped(attrs pcommon.Map) bool {
	if _, ok := attrs.Get(semconv.GPUUUID); ok {
		return true
	}
	_, ok := attrs.Get(semconv.GPUUUIDs)
	return ok
}

func (s *gpuStamp) single(attrs pcommon.Map) {
	attrs.PutStr(semconv.GPUUUID, s.found.UUIDs[0])
	if len(s.found.GPUs) != 1 || s.found.GPUs[0].MIG == (gpumap.MIG{}) {
		return
	}
	mig := s.found.GPUs[0].MIG
	for _, a := range [...]struct{ name, value string }{
		{semconv.GPUMIGUUID, mig.UUID}, {semconv.GPUMIGInstanceID, mig.InstanceID}, {semconv.GPUMIGProfile, mig.Profile},
	} {
		if a.value != "" {
			attrs.PutStr(a.name, a.value)
		}
	}
}
