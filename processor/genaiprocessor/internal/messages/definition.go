// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package messages

import (
	"github.com/tidwall/gjson"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

// WriteDefinitions appends the tool definitions of a JSON value to dst: a list
// of tools, a single tool, or an object of tools by name. All formats become
// the flat {type, name, description, parameters} of the conventions: OpenAI's
// {type, function}, Anthropic's input_schema, Bedrock's toolSpec, Gemini's
// functionDeclarations.
func WriteDefinitions(dst pcommon.Slice, v gjson.Result) {
	if v.IsArray() {
		Each(v, func(_, tool gjson.Result) bool {
			// Some SDKs put each tool into a string of its own.
			if tool.Type == gjson.String {
				parsed, ok := Parse(tool.String())
				if !ok {
					return true
				}
				tool = parsed
			}
			WriteDefinitions(dst, tool)
			return true
		})
		return
	}
	if !v.IsObject() {
		return
	}
	if declarations := First(v, "functionDeclarations", "function_declarations"); declarations.IsArray() {
		WriteDefinitions(dst, declarations)
		return
	}
	tool := v
	if f := First(v, "function", "toolSpec"); f.IsObject() {
		tool = f
	}
	name := tool.Get("name")
	if !name.Exists() {
		if First(v, "type").Exists() { // a provider's own tool, such as {type: web_search}
			writeObject(dst.AppendEmpty().SetEmptyMap(), v)
		}
		return
	}
	Definition{
		Type:        v.Get("type").String(),
		Name:        name.String(),
		Description: tool.Get("description").String(),
		Parameters: JSON(First(tool, "parameters", "input_schema", "inputSchema.json", "inputSchema.jsonSchema", "inputSchema", "parametersJsonSchema",
			"parameters_json_schema")),
	}.Write(dst)
	for _, o := range [...]gjson.Result{tool, v} {
		writeRest(dst.At(dst.Len()-1).Map(), o)
	}
}

// definitionFields are those that a definition has a place for.
var definitionFields = map[string]bool{
	"type": true, "name": true, "description": true, "parameters": true, "input_schema": true, "inputSchema": true, "parametersJsonSchema": true,
	"parameters_json_schema": true, "function": true, "toolSpec": true,
}

// writeRest keeps what a provider says about a tool beyond the conventions, such
// as whether arguments must fit the schema.
func writeRest(dst pcommon.Map, tool gjson.Result) {
	if wide(tool) {
		return
	}
	Each(tool, func(name, v gjson.Result) bool {
		if !definitionFields[name.Str] && v.Type != gjson.Null {
			WriteJSON(dst.PutEmpty(name.String()), v)
		}
		return true
	})
}

// Definition is one tool.
type Definition struct {
	Type, Name, Description string
	Parameters              Value
}

// Write appends the definition to dst.
func (d Definition) Write(dst pcommon.Slice) {
	m := dst.AppendEmpty().SetEmptyMap()
	m.EnsureCapacity(4)
	if d.Type == "" || d.Type == "custom" {
		d.Type = "function"
	}
	m.PutStr("type", d.Type)
	m.PutStr("name", d.Name)
	putNonEmpty(m, "description", d.Description)
	d.Parameters.put(m, "parameters")
}
