// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// epoch is one life of a pod name: a pod, as far as the kubelet's list, which has
// no UIDs, lets tell one from the next.
type epoch struct {
	podAllocation

	// uid is empty while unknown.
	uid string
	// containerIDs maps container ids to container names.
	containerIDs map[string]string
	// gpus are the last good resolutions of the ids.
	gpus map[DeviceID]GPU
	// conflict says that the kubelet listed two different pods of this name.
	conflict bool
	// gone is when the pod was first missing; zero while it is listed.
	gone time.Time
}

// ledger remembers which pod had which devices. It belongs to the refresh
// goroutine.
type ledger struct {
	current map[podKey]*epoch
	// past is in the order of departure.
	past []*epoch
	// bound remembers the allocation of each pod UID: a pod keeps its devices for
	// life, so a link that is left over cannot give its UID to the next pod.
	bound map[string][]allocation
	// linked are the pod UIDs that had a link at the last update.
	linked map[string]bool
}

func newLedger() *ledger {
	return &ledger{current: map[podKey]*epoch{}, bound: map[string][]allocation{}}
}

// update takes in a list of the kubelet.
func (l *ledger) update(now time.Time, pods []podAllocation, links containerLinks) {
	listed := map[podKey]*epoch{}
	for _, pod := range pods {
		first, ok := listed[pod.podKey]
		switch {
		case !ok:
			listed[pod.podKey] = &epoch{podAllocation: pod, gpus: map[DeviceID]GPU{}}
		case !slices.EqualFunc(first.containers, pod.containers, sameAllocation):
			first.conflict = true
			first.containers = append(first.containers, pod.containers...)
		}
	}
	for key, next := range listed {
		link := links.pods[key]
		uid := link.uid
		if bound, ok := l.bound[uid]; next.conflict || ok && !grows(bound, next.containers) {
			uid = ""
		}
		e := l.current[key]
		if e == nil || !e.continues(next, uid) {
			l.retire(now, key)
			l.current[key] = next
			e = next
		}
		e.containers = next.containers
		if uid != "" {
			e.uid = uid
			e.containerIDs = link.containers
			l.bound[uid] = e.containers
		}
	}
	for key := range l.current {
		if listed[key] == nil {
			l.retire(now, key)
		}
	}
	l.linked = links.uids
}

func (l *ledger) retire(now time.Time, key podKey) {
	if e := l.current[key]; e != nil {
		e.gone = now
		l.past = append(l.past, e)
		delete(l.current, key)
	}
}

// expire drops the pods that are gone for longer than the grace, and the UIDs that
// neither a pod nor a link has.
func (l *ledger) expire(now time.Time, grace time.Duration) {
	l.past = slices.DeleteFunc(l.past, func(e *epoch) bool { return now.Sub(e.gone) >= grace })
	alive := map[string]bool{}
	for e := range l.epochs() {
		alive[e.uid] = true
	}
	maps.DeleteFunc(l.bound, func(uid string, _ []allocation) bool { return !alive[uid] && !l.linked[uid] })
}

// epochs yields the past, oldest first, then the present in the order of names.
func (l *ledger) epochs() func(yield func(*epoch) bool) {
	return func(yield func(*epoch) bool) {
		for _, e := range l.past {
			if !yield(e) {
				return
			}
		}
		present := slices.SortedFunc(maps.Values(l.current), func(a, b *epoch) int {
			return cmp.Or(cmp.Compare(a.namespace, b.namespace), cmp.Compare(a.name, b.name))
		})
		for _, e := range present {
			if !yield(e) {
				return
			}
		}
	}
}

// resolve asks for the GPUs of the pods that are listed. What was known before
// stays when nobody knows it any more: the driver may be away for a while.
func (l *ledger) resolve(resolvers []Resolver) {
	for _, e := range l.current {
		for _, c := range e.containers {
			for _, id := range c.ids {
				if gpu, ok := resolve(id, resolvers); ok {
					e.gpus[id] = gpu
				}
			}
		}
	}
}

// continues says whether next can be the same pod.
func (e *epoch) continues(next *epoch, uid string) bool {
	return (uid == "" || e.uid == "" || e.uid == uid) &&
		e.conflict == next.conflict && grows(e.containers, next.containers)
}

// result returns the GPUs of a container, or the union of all containers if name
// is empty.
func (e *epoch) result(name string) Result {
	if e.conflict {
		return Result{Status: StatusAmbiguous}
	}
	var gpus []GPU
	for _, c := range e.containers {
		if name != "" && c.container != name {
			continue
		}
		for _, id := range c.ids {
			gpu, ok := e.gpus[id]
			if !ok {
				// A list that lacks a GPU is a wrong list.
				return Result{Status: StatusUnresolved}
			}
			gpus = append(gpus, gpu)
		}
	}
	return found(gpus)
}

// grows says whether one pod can have had the allocation before and then after:
// the same, or containers that had nothing have something. The kubelet lists a
// pod before it has given it devices, and no container runs until then.
func grows(before, after []allocation) bool {
	return slices.EqualFunc(before, after, func(b, a allocation) bool {
		return b.container == a.container && (len(b.ids) == 0 || slices.Equal(b.ids, a.ids))
	})
}

func sameAllocation(a, b allocation) bool {
	return a.container == b.container && slices.Equal(a.ids, b.ids)
}
