// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package points

import (
	"slices"
	"strconv"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/gpumap"
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/engine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/plan"
)

// Target is an entity and the state of its series.
type Target struct {
	plan.Target

	presenter *Presenter
	owners    []gpumap.Owner
	series    map[field.ID]*series
	xids      map[int64]*xidCount
	lastXID   int64

	otel, dcgm pcommon.Map
}

// series is the state of one field of a target.
type series struct {
	out *outlets
	// last is the time of the newest sample that was read, in microseconds.
	last int64
	// interval is that at which last was taken; 0 after a change.
	interval int64
	// start and value are those of a counter.
	start int64
	value float64
	// emitted are the times of samples within the window of the flight recorder.
	emitted []int64

	otel, dcgm pcommon.Map
}

type xidCount struct {
	count  int64
	series pcommon.Map
}

// NewTarget returns the state of an entity. before is that of the same entity in
// the inventory before, nil if there was none.
func (p *Presenter) NewTarget(t plan.Target, before *Target) *Target {
	n := &Target{Target: t, presenter: p, series: map[field.ID]*series{}, xids: map[int64]*xidCount{}}
	if before != nil {
		n.series, n.xids, n.lastXID, n.owners = before.series, before.xids, before.lastXID, before.owners
	}
	n.rebuild()
	return n
}

// Key identifies the entity across inventories, whatever its DCGM id is.
func Key(t *plan.Target) string {
	switch {
	case t.GPU == nil:
		return t.Entity.String()
	case t.Link != nil:
		return t.GPU.UUID + "/link/" + strconv.Itoa(int(t.Link.Index))
	case t.Instance != nil:
		return t.GPU.UUID + "/gi/" + t.Instance.Name() + "/" + t.Instance.Profile
	default:
		return t.GPU.UUID
	}
}

// Owner returns what gpumap shall be asked for; false if nobody can own it.
func (t *Target) Owner() (gpumap.GPU, bool) {
	if t.GPU == nil || t.Link != nil {
		return gpumap.GPU{}, false
	}
	g := gpumap.GPU{UUID: t.GPU.UUID}
	if t.Instance != nil {
		g.MIG = gpumap.MIG{
			UUID:       t.Instance.UUID,
			InstanceID: t.Instance.Name(),
			Profile:    t.Instance.Profile,
		}
	}
	return g, true
}

// SetOwners says who holds the GPU or instance. Points name the owner only if
// there is exactly one.
func (t *Target) SetOwners(owners []gpumap.Owner) {
	if slices.Equal(owners, t.owners) {
		return
	}
	t.owners = owners
	t.rebuild()
}

// Reset forgets the spacing of samples, because the interval has changed.
func (t *Target) Reset() {
	for _, s := range t.series {
		s.interval = 0
	}
}

func (t *Target) rebuild() {
	t.otel, t.dcgm = pcommon.NewMap(), pcommon.NewMap()
	if t.GPU != nil {
		t.putGPU()
	}
	if t.Instance != nil {
		putInstance(t.otel, t.Instance)
		t.dcgm.PutStr("GPU_I_PROFILE", t.Instance.Profile)
		t.dcgm.PutStr("GPU_I_ID", t.Instance.Name())
	}
	t.putSwitch()
	t.dcgm.PutStr(t.presenter.labels.HostnameLabel, t.presenter.labels.Hostname)
	if len(t.owners) == 1 {
		t.putOwner(&t.owners[0])
	}
	for _, s := range t.series {
		t.fill(s)
	}
	for code, x := range t.xids {
		x.series = t.xidAttributes(code)
	}
}

// putGPU adds what the physical GPU is.
func (t *Target) putGPU() {
	gpu := t.GPU
	t.otel.PutStr(semconv.GPUUUID, gpu.UUID)
	t.otel.PutStr("hw.id", gpu.UUID)
	t.otel.PutStr("hw.type", "gpu")
	t.otel.PutStr("hw.model", gpu.Model)
	t.otel.PutStr("hw.vendor", "NVIDIA")
	t.otel.PutInt("gpu.index", int64(gpu.Index))

	index := strconv.FormatUint(uint64(gpu.Index), 10)
	t.dcgm.PutStr("gpu", index)
	t.dcgm.PutStr("UUID", gpu.UUID)
	t.dcgm.PutStr(semconv.GPUUUID, gpu.UUID)
	t.dcgm.PutStr("pci_bus_id", gpu.PCIBusID)
	t.dcgm.PutStr("device", "nvidia"+index)
	t.dcgm.PutStr("modelName", gpu.Model)
	if gpu.Driver != "" {
		t.dcgm.PutStr("DCGM_FI_DRIVER_VERSION", gpu.Driver)
	}
}

func putInstance(m pcommon.Map, i *engine.Instance) {
	m.PutStr(semconv.GPUMIGInstanceID, i.Name())
	if i.Profile != "" {
		m.PutStr(semconv.GPUMIGProfile, i.Profile)
	}
	if i.UUID != "" {
		m.PutStr(semconv.GPUMIGUUID, i.UUID)
	}
}

// putSwitch names an NVSwitch and a link.
func (t *Target) putSwitch() {
	number := func(n uint32) string { return strconv.FormatUint(uint64(n), 10) }
	if t.GPU == nil {
		id := t.Entity.ID
		if t.Link != nil {
			id = t.Link.Parent.ID
		}
		t.otel.PutStr("hw.id", "nvswitch"+number(id))
		t.otel.PutStr("hw.type", "nvswitch")
		t.otel.PutInt("nvswitch.index", int64(id))
		t.dcgm.PutStr("nvswitch", "nvswitch"+number(id))
	}
	if t.Link != nil {
		t.otel.PutInt("nvlink.index", int64(t.Link.Index))
		t.dcgm.PutStr("nvlink", number(t.Link.Index))
	}
}

// putOwner names the pod; both namings have the keys that costs are joined by.
func (t *Target) putOwner(o *gpumap.Owner) {
	for _, m := range []pcommon.Map{t.otel, t.dcgm} {
		put(m, "k8s.namespace.name", o.Namespace)
		put(m, "k8s.pod.name", o.PodName)
		put(m, "k8s.pod.uid", o.PodUID)
		put(m, "k8s.container.name", o.ContainerName)
	}
	put(t.dcgm, "namespace", o.Namespace)
	put(t.dcgm, "pod", o.PodName)
	put(t.dcgm, "container", o.ContainerName)
}

func put(m pcommon.Map, key, value string) {
	if value != "" {
		m.PutStr(key, value)
	}
}

// seriesOf returns the state of a field, nil if it is not emitted.
func (t *Target) seriesOf(id field.ID) *series {
	s := t.series[id]
	if s == nil {
		out := t.presenter.fields[id]
		if out == nil {
			return nil
		}
		s = &series{out: out}
		t.fill(s)
		t.series[id] = s
	}
	return s
}

func (t *Target) fill(s *series) {
	if s.out.otel != nil {
		s.otel = s.out.otel.attributes(t.otel)
	}
	if s.out.dcgm != nil {
		s.dcgm = s.out.dcgm.attributes(t.dcgm)
	}
}

func (t *Target) xidAttributes(code int64) pcommon.Map {
	m := pcommon.NewMap()
	t.otel.CopyTo(m)
	m.PutStr(field.KeyErrorType, "xid_"+strconv.FormatInt(code, 10))
	return m
}
