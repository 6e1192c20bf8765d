// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"strings"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/pdatautil"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
)

// Attributes in the order in which they are looked for, on the point and then on
// the resource.
var (
	uuidKeys = []string{semconv.GPUUUID}
	// Anything may have a UUID, so that name is only read from DCGM's metrics.
	exporterUUIDKeys = []string{"UUID"}
	instanceKeys     = []string{semconv.GPUMIGInstanceID, "GPU_I_ID"}
	profileKeys      = []string{semconv.GPUMIGProfile, "GPU_I_PROFILE"}
	gpuModelKeys     = []string{"hw.model", "hw.name", "modelName"}
	nodeKeys         = []string{"k8s.node.name", "host.name", "hostname", "Hostname"}
	poolKeys         = []string{"gpu.pool"}
	podKeys          = []string{"k8s.pod.uid"}
	podNameKeys      = []string{"k8s.pod.name", "pod"}
	namespaceKeys    = []string{"k8s.namespace.name", "namespace"}
	modelKeys        = []string{semconv.RequestModel, "model_name", "model"}
	engineKeys       = []string{"service.instance.id", "k8s.pod.uid", "instance"}
)

// counter is the counter that a point is of. Where it runs is no part of what it
// counts: attributes of places come and go, and a counter must not be taken for a
// new one, or for an old one that comes back. Energy is that of the whole GPU,
// whatever else its points say.
func (p *point) counter(engine string) counterKey {
	key := counterKey{engine: engine, signal: p.signal}
	if p.signal.told() == energyJoules {
		return key
	}
	own := p.attributes
	for name := range p.attributes.All() {
		if isOfPlace(name) {
			own = pcommon.NewMap()
			p.attributes.CopyTo(own)
			own.RemoveIf(func(name string, _ pcommon.Value) bool { return isOfPlace(name) })
			break
		}
	}
	key.point = pdatautil.MapHash(own)
	return key
}

func isOfPlace(attribute string) bool {
	return attribute == semconv.GPUUUID || attribute == semconv.GPUUUIDs ||
		strings.HasPrefix(attribute, "gpu.") || strings.HasPrefix(attribute, "hw.") || strings.HasPrefix(attribute, "k8s.")
}

// labelsOf a point are its own attributes before those of its resource.
type labelsOf struct{ point, resource pcommon.Map }

// first returns the first of the attributes that is set, or "".
func (l labelsOf) first(keys []string) string {
	for _, m := range []pcommon.Map{l.point, l.resource} {
		for _, key := range keys {
			if v, ok := m.Get(key); ok {
				if s := v.AsString(); s != "" && len(s) <= maxLabelLength {
					return strings.Clone(s)
				}
			}
		}
	}
	return ""
}

// pods are the names of the pod: its uid, and its name in its namespace.
func (l labelsOf) pods() (names []string) {
	if uid := l.first(podKeys); uid != "" {
		names = append(names, uid)
	}
	if name, namespace := l.first(podNameKeys), l.first(namespaceKeys); name != "" && namespace != "" {
		names = append(names, namespace+"/"+name)
	}
	return names
}

// maxLabelLength keeps broken labels out of the state.
const maxLabelLength = 256

func (l labelsOf) list(key string) []string {
	for _, m := range []pcommon.Map{l.point, l.resource} {
		if v, ok := m.Get(key); ok && v.Type() == pcommon.ValueTypeSlice {
			var all []string
			for _, item := range v.Slice().All() {
				all = append(all, item.AsString())
			}
			return all
		}
	}
	return nil
}
