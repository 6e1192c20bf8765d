// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

const schemaFile = "../../pricebook.schema.json"

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open(schemaFile)
	require.NoError(t, err)
	defer file.Close()
	doc, err := jsonschema.UnmarshalJSON(file)
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource(schemaFile, doc))
	schema, err := compiler.Compile(schemaFile)
	require.NoError(t, err)
	return schema
}

// asJSON is a book as an editor with the schema sees it: dates are strings.
func asJSON(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = asJSON(n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		all := []any{}
		for _, item := range n.Content {
			all = append(all, asJSON(item))
		}
		return all
	default:
		switch n.Tag {
		case "!!int", "!!float":
			if json.Valid([]byte(n.Value)) {
				return json.Number(n.Value)
			}
			return n.Value
		case "!!bool":
			return n.Value == "true"
		case "!!null":
			return nil
		default:
			return n.Value
		}
	}
}

func parseNode(t *testing.T, data []byte) *yaml.Node {
	t.Helper()
	root, err := parseYAML(data)
	require.NoError(t, err)
	return root
}

func TestSchemaAcceptsBooks(t *testing.T) {
	schema := compileSchema(t)
	for _, path := range []string{testBook, presetBook} {
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, schema.Validate(asJSON(parseNode(t, data))), path)
	}
	for _, text := range []string{valid, extending} {
		require.NoError(t, schema.Validate(asJSON(parseNode(t, []byte(text)))))
	}
}

// nodes returns every node of a document.
func nodes(n *yaml.Node) []*yaml.Node {
	all := []*yaml.Node{n}
	for _, child := range n.Content {
		all = append(all, nodes(child)...)
	}
	return all
}

// A book that the loader takes is never marked by the schema, and the schema
// marks most of what the loader refuses.
func TestSchemaAgreesWithTheLoader(t *testing.T) {
	schema := compileSchema(t)
	data, err := os.ReadFile(testBook)
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(3, 4))
	var refused, marked int
	for range 500 {
		root := parseNode(t, data)
		all := nodes(root)
		n := all[random.IntN(len(all))]
		switch random.IntN(4) {
		case 0: // another value; a parent inside of its child would never end
			if other := all[random.IntN(len(all))]; len(other.Content) == 0 {
				*n = *other
			}
		case 1: // an entry less
			if len(n.Content) > 1 {
				n.Content = n.Content[2:]
			}
		case 2: // another text
			n.Value = []string{"", "x", "-1", "1e3", "2026-13-45", "USD", "1/0"}[random.IntN(7)]
		default: // another type
			n.Tag = []string{"!!str", "!!int", "!!float", "!!bool", "!!null"}[random.IntN(5)]
		}
		text, err := yaml.Marshal(root)
		if err != nil {
			continue // the change made no YAML
		}
		changed, err := parseYAML(text)
		if err != nil {
			continue
		}
		_, loadErr := Parse(text)
		schemaErr := schema.Validate(asJSON(changed))
		if loadErr == nil {
			require.NoError(t, schemaErr, "%s", text)
			continue
		}
		refused++
		if schemaErr != nil {
			marked++
		}
	}
	require.Greater(t, refused, 150)
	require.Greater(t, marked, refused*7/10, "of %d", refused)
}
