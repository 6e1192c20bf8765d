// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

// Identity is what telemetry tells about the process that emitted it. Empty
// fields are unknown.
type Identity struct {
	// Host is host.name or k8s.node.name. Only the static file uses it.
	Host string
	// Namespace is k8s.namespace.name.
	Namespace string
	// PodName is k8s.pod.name.
	PodName string
	// PodUID is k8s.pod.uid.
	PodUID string
	// ContainerName is k8s.container.name.
	ContainerName string
	// ContainerID is container.id, without a runtime prefix.
	ContainerID string
	// ServiceName is service.name. Only the static file uses it.
	ServiceName string
	// PID is process.pid, 0 is unknown. Only the static file uses it.
	PID int
}

// fields is the set of fields of an Identity that are not empty.
type fields uint8

const (
	fieldHost fields = 1 << iota
	fieldNamespace
	fieldPodName
	fieldPodUID
	fieldContainerName
	fieldContainerID
	fieldServiceName
	fieldPID
)

func (id *Identity) fields() fields {
	var f fields
	if id.Host != "" {
		f |= fieldHost
	}
	if id.Namespace != "" {
		f |= fieldNamespace
	}
	if id.PodName != "" {
		f |= fieldPodName
	}
	if id.PodUID != "" {
		f |= fieldPodUID
	}
	if id.ContainerName != "" {
		f |= fieldContainerName
	}
	if id.ContainerID != "" {
		f |= fieldContainerID
	}
	if id.ServiceName != "" {
		f |= fieldServiceName
	}
	if id.PID != 0 {
		f |= fieldPID
	}
	return f
}

// only returns the identity without the fields that are not in f.
func (id *Identity) only(f fields) Identity {
	var out Identity
	if f&fieldHost != 0 {
		out.Host = id.Host
	}
	if f&fieldNamespace != 0 {
		out.Namespace = id.Namespace
	}
	if f&fieldPodName != 0 {
		out.PodName = id.PodName
	}
	if f&fieldPodUID != 0 {
		out.PodUID = id.PodUID
	}
	if f&fieldContainerName != 0 {
		out.ContainerName = id.ContainerName
	}
	if f&fieldContainerID != 0 {
		out.ContainerID = id.ContainerID
	}
	if f&fieldServiceName != 0 {
		out.ServiceName = id.ServiceName
	}
	if f&fieldPID != 0 {
		out.PID = id.PID
	}
	return out
}
