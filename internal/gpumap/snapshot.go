// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"cmp"
	"slices"
)

// Owner is a pod, container or process that holds a GPU.
type Owner struct {
	// Identity has the fields that the source knows. The kubelet gives Namespace,
	// PodName and ContainerName, and PodUID where a log link has it; the static
	// file gives what the entry matches.
	Identity

	// Shared says that the owner was given a replica of the GPU.
	Shared bool
}

// key is a question about pods. Only the fields of one kind of question are set:
// a container id; a pod UID; a namespace and pod; a pod alone. The last three
// with a container name or, for the whole pod, without.
type key struct{ containerID, uid, namespace, pod, container string }

type answer struct {
	Result

	// uid is the UID of the newest pod that the answer speaks of, empty if unknown.
	uid string
}

// ownerKey is a GPU, a GPU instance, or a MIG device.
type ownerKey struct{ gpu, instance, mig string }

// snapshot is what lookups read. It never changes.
type snapshot struct {
	pods   map[key]answer
	file   fileIndex
	owners map[ownerKey][]Owner

	// Sizes for Stats.
	listedPods, devices, unresolved, fileEntries int
}

func newSnapshot(l *ledger, file *staticFile, resolvers []Resolver) *snapshot {
	s := &snapshot{
		pods:   map[key]answer{},
		file:   newFileIndex(file, resolvers),
		owners: map[ownerKey][]Owner{},
	}
	for e := range l.epochs() {
		s.addPod(e)
		if e.gone.IsZero() {
			s.addOwners(e)
			s.listedPods++
		}
	}
	if file != nil {
		s.addFileOwners(file, resolvers)
		s.fileEntries = len(file.entries)
	}
	return s
}

func (s *snapshot) addPod(e *epoch) {
	byContainer := map[string]Result{"": e.result("")}
	for _, c := range e.containers {
		byContainer[c.container] = e.result(c.container)
	}
	for container, result := range byContainer {
		s.add(key{namespace: e.namespace, pod: e.name, container: container}, e, result)
		s.add(key{pod: e.name, container: container}, e, result)
		if e.uid != "" {
			s.add(key{uid: e.uid, container: container}, e, result)
		}
	}
	for id, container := range e.containerIDs {
		s.add(key{containerID: id}, e, byContainer[container])
	}
}

func (s *snapshot) add(k key, e *epoch, result Result) {
	if before, ok := s.pods[k]; ok {
		result = agreeing(before.Result, result)
	}
	s.pods[k] = answer{Result: result, uid: e.uid}
}

func (s *snapshot) addOwners(e *epoch) {
	for _, c := range e.containers {
		for _, id := range c.ids {
			gpu, ok := e.gpus[id]
			s.devices++
			if !ok {
				s.unresolved++
				gpu = GPU{MIG: MIG{UUID: id.MIG}, Shared: id.Replica != ""}
			}
			s.addOwner(gpu, Owner{Shared: gpu.Shared, Identity: Identity{
				Namespace: e.namespace, PodName: e.name, PodUID: e.uid, ContainerName: c.container,
			}})
		}
	}
}

// addFileOwners adds the entries for devices of which the kubelet knows no owner.
func (s *snapshot) addFileOwners(file *staticFile, resolvers []Resolver) {
	kubelet := make(map[ownerKey]bool, len(s.owners))
	for k := range s.owners {
		kubelet[k] = true
	}
	for _, entry := range file.entries {
		for _, id := range entry.ids {
			gpu, ok := resolve(id, resolvers)
			if ok && !slices.ContainsFunc(ownerKeys(gpu), func(k ownerKey) bool { return kubelet[k] }) {
				s.addOwner(gpu, Owner{Identity: entry.match, Shared: gpu.Shared})
			}
		}
	}
}

func (s *snapshot) addOwner(gpu GPU, owner Owner) {
	for _, k := range ownerKeys(gpu) {
		at := slices.IndexFunc(s.owners[k], func(o Owner) bool { return o.Identity == owner.Identity })
		if at >= 0 { // several replicas of one GPU
			s.owners[k][at].Shared = s.owners[k][at].Shared || owner.Shared
			continue
		}
		s.owners[k] = append(s.owners[k], owner)
		slices.SortFunc(s.owners[k], func(a, b Owner) int {
			return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.PodName, b.PodName), cmp.Compare(a.ContainerName, b.ContainerName))
		})
	}
}

// ownerKeys returns the names of a device. The slice of a GPU is never owned by
// way of the whole.
func ownerKeys(gpu GPU) []ownerKey {
	var keys []ownerKey
	if gpu.MIG.UUID != "" {
		keys = append(keys, ownerKey{mig: gpu.MIG.UUID})
	}
	if gpu.UUID != "" && (gpu.MIG.InstanceID != "" || gpu.MIG.UUID == "") {
		keys = append(keys, ownerKey{gpu: gpu.UUID, instance: gpu.MIG.InstanceID})
	}
	return keys
}

// lookup answers from both sources. The file fills in what the kubelet does not
// know; two answers must agree.
func (s *snapshot) lookup(id *Identity) Result {
	kubelet, file := s.lookupPod(id), s.file.lookup(id)
	switch {
	case file.Status == StatusNotFound,
		file.Status == StatusUnresolved && kubelet.Status == StatusFound:
		return kubelet
	case kubelet.Status == StatusNotFound, kubelet.Status == StatusUnresolved:
		return file
	default:
		return agreeing(kubelet, file)
	}
}

// lookupPod takes the most precise name that is known.
func (s *snapshot) lookupPod(id *Identity) Result {
	if id.ContainerID != "" {
		if a, ok := s.pods[key{containerID: id.ContainerID}]; ok {
			return a.Result
		}
	}
	if id.PodUID != "" {
		if _, ok := s.pods[key{uid: id.PodUID}]; ok {
			return s.pods[key{uid: id.PodUID, container: id.ContainerName}].Result
		}
	}
	if id.PodName == "" {
		return Result{}
	}
	a := s.pods[key{namespace: id.Namespace, pod: id.PodName, container: id.ContainerName}]
	if id.PodUID != "" && a.uid != "" && id.PodUID != a.uid {
		// Another pod of the same name: an older one, or one not listed yet.
		return Result{}
	}
	return a.Result
}

func (s *snapshot) ownersOf(gpu GPU) []Owner {
	if gpu.MIG.UUID != "" {
		if owners := s.owners[ownerKey{mig: gpu.MIG.UUID}]; len(owners) > 0 {
			return owners
		}
		if gpu.MIG.InstanceID == "" {
			return nil
		}
	}
	return s.owners[ownerKey{gpu: gpu.UUID, instance: gpu.MIG.InstanceID}]
}
