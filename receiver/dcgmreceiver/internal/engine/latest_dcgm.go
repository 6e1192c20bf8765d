// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package engine

/*
#cgo LDFLAGS: -ldl
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

// dcgmGroupEntityPair_t and dcgmFieldValue_v2 of dcgm_structs.h in DCGM 4.
typedef struct {
	unsigned int group;
	unsigned int id;
} entity_t;

typedef struct {
	unsigned int version;
	unsigned int group;
	unsigned int id;
	unsigned short field;
	unsigned short type;
	int status;
	unsigned int unused;
	int64_t ts;
	union {
		int64_t i64;
		char blob[4096];
	} value;
} value_t;

_Static_assert(sizeof(value_t) == 4128, "layout of dcgmFieldValue_v2");

enum { value_version = sizeof(value_t) | 2 << 24 };

typedef int (*latest_t)(uintptr_t, entity_t *, unsigned int, unsigned short *, unsigned int, unsigned int, value_t *);

static void *find_latest(void) { return dlsym(RTLD_DEFAULT, "dcgmEntitiesGetLatestValues"); }

// Only the heads of the values are cleared: what is read of them is written anew.
static int latest(void *f, uintptr_t handle, entity_t *e, unsigned int ne, unsigned short *ids, unsigned int nids, value_t *v) {
	for (unsigned int i = 0; i < ne * nids; i++) {
		v[i].version = 0;
		v[i].status = 0;
		v[i].ts = 0;
		v[i].value.i64 = 0;
	}
	return ((latest_t)f)(handle, e, ne, ids, nids, 0, v);
}
*/
import "C"

import (
	"errors"
	"fmt"
	"math"
	"unsafe"

	"github.com/NVIDIA/go-dcgm/pkg/dcgm"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

// connectionHandle is the handle of go-dcgm's connection. go-dcgm does not export
// it. If an upgrade renames it, the program does not link.
//
//go:linkname connectionHandle github.com/NVIDIA/go-dcgm/pkg/dcgm.handle
var connectionHandle uintptr

// latestReader reads the newest values as dcgm.EntitiesGetLatestValues does, but
// into memory that it keeps. A value has room for 4 KiB of text: go-dcgm makes two
// copies of that for each number.
type latestReader struct {
	function unsafe.Pointer
	entities []C.entity_t
	values   *C.value_t
	size     int
}

// open finds the function in the library that go-dcgm has loaded.
func (r *latestReader) open() error {
	if r.function = C.find_latest(); r.function == nil {
		return errors.New("libdcgm.so.4 has no dcgmEntitiesGetLatestValues")
	}
	return nil
}

func (r *latestReader) close() {
	C.free(unsafe.Pointer(r.values))
	r.values, r.size = nil, 0
}

// read appends the newest values of fields of entities to dst.
func (r *latestReader) read(entities []Entity, ids []field.ID, dst []Value) ([]Value, error) {
	n := len(entities) * len(ids)
	if n == 0 {
		return dst, nil
	}
	if n > r.size {
		r.close()
		r.values = (*C.value_t)(C.malloc(C.size_t(n) * C.sizeof_value_t))
		r.size = n
	}
	r.entities = r.entities[:0]
	for _, e := range entities {
		r.entities = append(r.entities, C.entity_t{group: C.uint(e.Level), id: C.uint(e.ID)})
	}
	code := C.latest(r.function, C.uintptr_t(connectionHandle), &r.entities[0], C.uint(len(entities)),
		(*C.ushort)(unsafe.Pointer(&ids[0])), C.uint(len(ids)), r.values)
	if code != 0 {
		return dst, statusError(int(code))
	}
	for i := range unsafe.Slice(r.values, n) {
		v := &unsafe.Slice(r.values, n)[i]
		if v.version != C.value_version {
			return dst, fmt.Errorf("DCGM returned values of version %#x, this collector knows %#x", uint32(v.version), uint32(C.value_version))
		}
		value := Value{
			Entity: Entity{field.Level(v.group), uint32(v.id)},
			Field:  field.ID(v.field),
			Type:   field.Type(v._type),
			Status: int32(v.status),
			Micros: int64(v.ts),
		}
		bits := *(*int64)(unsafe.Pointer(&v.value))
		if value.Type == field.Double {
			value.Double = math.Float64frombits(uint64(bits))
		} else {
			value.Int = bits
		}
		dst = append(dst, value)
	}
	return dst, nil
}

// statusError is the error of a call that returned a dcgmReturn_t.
func statusError(code int) error {
	switch code {
	case dcgm.DCGM_ST_CONNECTION_NOT_VALID, dcgm.DCGM_ST_UNINITIALIZED:
		return fmt.Errorf("%w (%d)", errConnection, code)
	case dcgm.DCGM_ST_TIMEOUT:
		return fmt.Errorf("DCGM: request timed out (%d)", code)
	default:
		return fmt.Errorf("DCGM: error %d, see dcgmReturn_t in dcgm_structs.h", code)
	}
}
