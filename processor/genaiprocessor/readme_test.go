// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestReadmeListsEveryKey holds the table of the configuration to the keys that
// there are, and the defaults of lists to those in it.
func TestReadmeListsEveryKey(t *testing.T) {
	data, err := os.ReadFile("README.md")
	require.NoError(t, err)
	rows := map[string]string{}
	for line := range strings.Lines(string(data)) {
		if cells := strings.Split(line, "|"); len(cells) > 4 && strings.HasPrefix(strings.TrimSpace(cells[1]), "`") {
			rows[strings.Trim(strings.TrimSpace(cells[1]), "`")] = line
		}
	}
	keys := configKeys(reflect.TypeFor[Config](), "")
	require.Greater(t, len(keys), 10)
	for _, key := range keys {
		assert.Contains(t, rows, key)
	}
	cfg := createDefaultConfig().(*Config)
	for key, names := range map[string][]string{"tenant::from": cfg.Tenant.From, "request_id::from": cfg.RequestID.From} {
		for _, name := range names {
			assert.Contains(t, rows[key], "`"+name+"`", key)
		}
	}
}

func configKeys(typ reflect.Type, prefix string) (keys []string) {
	for i := range typ.NumField() {
		field := typ.Field(i)
		key, ok := field.Tag.Lookup("mapstructure")
		if !ok {
			continue
		}
		if field.Type.Kind() == reflect.Struct && field.Type.PkgPath() == typ.PkgPath() {
			keys = append(keys, configKeys(field.Type, prefix+key+"::")...)
		} else {
			keys = append(keys, prefix+key)
		}
	}
	return keys
}
