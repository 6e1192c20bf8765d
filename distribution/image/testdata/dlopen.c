// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Opens libdcgm.so.4 the way go-dcgm does, by its bare name, and says whether
// the loader found it. Built a second time as the library itself.

#include <dlfcn.h>
#include <stdio.h>

int main(void) {
	if (dlopen("libdcgm.so.4", RTLD_LAZY | RTLD_GLOBAL) == NULL) {
		puts(dlerror());
		return 1;
	}
	puts("found");
	return 0;
}
