// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package engine

/*
#include <dlfcn.h>
#include <stdint.h>
#include <string.h>

// dcgmDeviceAttributes_v3 of dcgm_structs.h in DCGM 4: of its parts, only the
// identifiers are of interest.
typedef struct {
	unsigned int version;
	char before[3116];
	unsigned int identifiers_version;
	char brand[256];
	char name[256];
	char pci_bus_id[256];
	char serial[256];
	char uuid[256];
	char vbios[256];
	char inforom[256];
	unsigned int pci_device;
	unsigned int pci_subsystem;
	char driver[256];
	unsigned int virtualization;
	char after[36];
} attributes_t;

_Static_assert(sizeof(attributes_t) == 5220, "layout of dcgmDeviceAttributes_v3");

typedef int (*attributes_fn)(uintptr_t, unsigned int, attributes_t *);

static void *find_attributes(void) { return dlsym(RTLD_DEFAULT, "dcgmGetDeviceAttributes"); }

static int attributes(void *f, uintptr_t handle, unsigned int gpu, attributes_t *a) {
	memset(a, 0, sizeof *a);
	a->version = sizeof *a | 3 << 24;
	return ((attributes_fn)f)(handle, gpu, a);
}
*/
import "C"

import (
	"errors"
	"strings"
)

// readAttributes fills in who a GPU is. go-dcgm has this call in GetDeviceInfo only,
// which leaves watches behind, reads the topology, and reads live.
func readAttributes(gpu *GPU) error {
	function := C.find_attributes()
	if function == nil {
		return errors.New("libdcgm.so.4 has no dcgmGetDeviceAttributes")
	}
	var a C.attributes_t
	if code := C.attributes(function, C.uintptr_t(connectionHandle), C.uint(gpu.Index), &a); code != 0 {
		return statusError(int(code))
	}
	for _, text := range []struct {
		from *C.char
		to   *string
	}{
		{&a.uuid[0], &gpu.UUID},
		{&a.name[0], &gpu.Model},
		{&a.pci_bus_id[0], &gpu.PCIBusID},
		{&a.serial[0], &gpu.Serial},
		{&a.driver[0], &gpu.Driver},
	} {
		if s := C.GoString(text.from); !strings.HasPrefix(s, "<<<") {
			*text.to = s
		}
	}
	return nil
}
