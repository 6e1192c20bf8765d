// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package provider

import (
	"bufio"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"
)

// post sends a request as an SDK would and returns the status and the body.
func post(t *testing.T, path, body string, headers ...string) (int, string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer sk-test")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	Handler(0).ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func decode(t *testing.T, body string) object {
	t.Helper()
	var o object
	if err := json.Unmarshal([]byte(body), &o); err != nil {
		t.Fatalf("not JSON: %v\n%s", err, body)
	}
	return o
}

// get walks a path such as "choices.0.message.content".
func get(t *testing.T, o any, path string) any {
	t.Helper()
	for step := range strings.SplitSeq(path, ".") {
		switch v := o.(type) {
		case object:
			o = v[step]
		case []any:
			if i := int(step[0] - '0'); i < len(v) {
				o = v[i]
			} else {
				t.Fatalf("%s: no element %s", path, step)
			}
		default:
			t.Fatalf("%s: nothing at %q", path, step)
		}
	}
	return o
}

const weatherParameters = `{"type":"object","properties":{"city":{"type":"string"},"unit":{"type":"string","enum":["celsius"]}}}`

func TestAnswers(t *testing.T) {
	rules := strings.Repeat("Be terse. ", 60)
	for name, tc := range map[string]struct {
		path string
		body string
		want map[string]any
	}{
		"chat answers with the dated model and counts tokens": {
			path: "/v1/chat/completions",
			body: `{"model":"gpt-4o-mini","messages":[{"role":"user","content":"What is the capital of France?"}]}`,
			want: map[string]any{
				"model": "gpt-4o-mini-2024-07-18", "choices.0.message.content": "The capital of France is Paris.",
				"choices.0.finish_reason": "stop", "usage.prompt_tokens": 11.0, "usage.completion_tokens": 8.0, "usage.total_tokens": 19.0,
			},
		},
		"chat with n gives different choices": {
			path: "/v1/chat/completions",
			body: `{"model":"gpt-4o","n":2,"messages":[{"role":"user","content":"hello"}]}`,
			want: map[string]any{
				"choices.0.message.content": "Hello! How can I help you today?",
				"choices.1.message.content": "Hello! How can I help you today? (variant 2)", "choices.1.index": 1.0,
			},
		},
		"chat cuts at the token limit": {
			path: "/v1/chat/completions",
			body: `{"model":"gpt-4o","max_tokens":2,"messages":[{"role":"user","content":"hello"}]}`,
			want: map[string]any{"choices.0.message.content": "Hello! H", "choices.0.finish_reason": "length", "usage.completion_tokens": 2.0},
		},
		"chat counts reasoning by effort": {
			path: "/v1/chat/completions",
			body: `{"model":"o4-mini","reasoning_effort":"high","messages":[{"role":"user","content":"hello"}]}`,
			want: map[string]any{"usage.completion_tokens_details.reasoning_tokens": 512.0, "usage.completion_tokens": 520.0},
		},
		"chat caches in steps of 128 tokens": {
			path: "/v1/chat/completions",
			body: `{"model":"gpt-4.1","prompt_cache_key":"k","messages":[{"role":"user","content":"` + rules + `"}]}`,
			want: map[string]any{"usage.prompt_tokens": 153.0, "usage.prompt_tokens_details.cached_tokens": 128.0},
		},
		"chat does not cache without a key": {
			path: "/v1/chat/completions",
			body: `{"model":"gpt-4.1","messages":[{"role":"user","content":"` + rules + `"}]}`,
			want: map[string]any{"usage.prompt_tokens_details.cached_tokens": 0.0},
		},
		"chat accepts an image": {
			path: "/v1/chat/completions",
			body: `{"model":"gpt-4o","messages":[{"role":"user","content":[{"type":"text","text":"What?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]}]}`,
			want: map[string]any{"choices.0.message.content": "The image shows one red pixel.", "usage.prompt_tokens": 90.0},
		},
		"chat answers in JSON": {
			path: "/v1/chat/completions",
			body: `{"model":"gpt-4o","response_format":{"type":"json_object"},"messages":[{"role":"user","content":"hello"}]}`,
			want: map[string]any{"choices.0.message.content": `{"answer":"Hello! How can I help you today?"}`},
		},
		"chat fills a JSON schema": {
			path: "/v1/chat/completions",
			body: `{"model":"gpt-4o","response_format":{"type":"json_schema","json_schema":{"schema":{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"array","items":{"type":"boolean"}}}}}},"messages":[{"role":"user","content":"hello"}]}`,
			want: map[string]any{"choices.0.message.content": `{"a":1,"b":[true]}`},
		},
		"chat calls a tool once per name": {
			path: "/v1/chat/completions",
			body: `{"model":"gpt-4o","tools":[{"type":"function","function":{"name":"get_weather","parameters":` + weatherParameters + `}}],"messages":[{"role":"user","content":"The weather in Paris and in Rome?"}]}`,
			want: map[string]any{
				"choices.0.finish_reason": "tool_calls", "choices.0.message.content": nil,
				"choices.0.message.tool_calls.0.function.name":      "get_weather",
				"choices.0.message.tool_calls.0.function.arguments": `{"city":"Paris","unit":"celsius"}`,
				"choices.0.message.tool_calls.1.function.arguments": `{"city":"Rome","unit":"celsius"}`,
			},
		},
		"chat makes one call when parallel calls are off": {
			path: "/v1/chat/completions",
			body: `{"model":"gpt-4o","parallel_tool_calls":false,"tools":[{"type":"function","function":{"name":"get_weather","parameters":` + weatherParameters + `}}],"messages":[{"role":"user","content":"The weather in Paris and in Rome?"}]}`,
			want: map[string]any{"choices.0.message.tool_calls": 1},
		},
		"chat leaves an unrelated tool alone": {
			path: "/v1/chat/completions",
			body: `{"model":"gpt-4o","tools":[{"type":"function","function":{"name":"get_weather","parameters":` + weatherParameters + `}}],"messages":[{"role":"user","content":"hello"}]}`,
			want: map[string]any{"choices.0.finish_reason": "stop", "choices.0.message.tool_calls": nil},
		},
		"chat calls an unrelated tool when it is named": {
			path: "/v1/chat/completions",
			body: `{"model":"gpt-4o","tool_choice":{"type":"function","function":{"name":"add"}},"tools":[{"type":"function","function":{"name":"add","parameters":{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}}}}}],"messages":[{"role":"user","content":"2 and 3"}]}`,
			want: map[string]any{"choices.0.message.tool_calls.0.function.arguments": `{"a":2,"b":3}`},
		},
		"chat quotes a tool result": {
			path: "/v1/chat/completions",
			body: `{"model":"gpt-4o","tools":[{"type":"function","function":{"name":"get_weather","parameters":` + weatherParameters + `}}],"messages":[{"role":"user","content":"The weather in Paris?"},{"role":"assistant","content":null,"tool_calls":[]},{"role":"tool","tool_call_id":"c","content":"18"}]}`,
			want: map[string]any{"choices.0.message.content": "The tool says: 18", "choices.0.finish_reason": "stop"},
		},
		"completion": {
			path: "/v1/completions",
			body: `{"model":"gpt-3.5-turbo-instruct","prompt":["hello","The capital of France is"]}`,
			want: map[string]any{
				"choices.0.text": "Hello! How can I help you today?", "choices.1.text": "The capital of France is Paris.",
				"usage.prompt_tokens": 8.0, "usage.completion_tokens": 16.0,
			},
		},
		"responses": {
			path: "/v1/responses",
			body: `{"model":"gpt-4.1-mini","instructions":"Be terse.","input":"hello","previous_response_id":"resp_1"}`,
			want: map[string]any{
				"model": "gpt-4.1-mini-2025-04-14", "status": "completed", "previous_response_id": "resp_1", "instructions": "Be terse.",
				"output.0.content.0.text": "Hello! How can I help you today?", "usage.input_tokens": 11.0, "usage.output_tokens": 8.0,
			},
		},
		"responses of a reasoning model start with a reasoning item": {
			path: "/v1/responses",
			body: `{"model":"gpt-5-mini","input":"hello","reasoning":{"effort":"low"}}`,
			want: map[string]any{
				"output.0.type": "reasoning", "output.1.type": "message",
				"usage.output_tokens_details.reasoning_tokens": 64.0, "usage.output_tokens": 72.0,
			},
		},
		"responses call a tool": {
			path: "/v1/responses",
			body: `{"model":"gpt-4o","input":"The weather in Paris?","tools":[{"type":"function","name":"get_weather","parameters":` + weatherParameters + `}]}`,
			want: map[string]any{"output.0.type": "function_call", "output.0.name": "get_weather", "output.0.arguments": `{"city":"Paris","unit":"celsius"}`},
		},
		"responses quote a tool result": {
			path: "/v1/responses",
			body: `{"model":"gpt-4o","input":[{"role":"user","content":"The weather?"},{"type":"function_call","call_id":"c"},{"type":"function_call_output","call_id":"c","output":"18"}],"tools":[{"type":"function","name":"get_weather","parameters":` + weatherParameters + `}]}`,
			want: map[string]any{"output.0.content.0.text": "The tool says: 18"},
		},
		"responses cut at the token limit": {
			path: "/v1/responses",
			body: `{"model":"gpt-4o","input":"hello","max_output_tokens":2}`,
			want: map[string]any{"status": "incomplete", "incomplete_details.reason": "max_output_tokens"},
		},
		"messages": {
			path: "/v1/messages",
			body: `{"model":"claude-sonnet-4-5","max_tokens":64,"system":"Be terse.","messages":[{"role":"user","content":"hello"}]}`,
			want: map[string]any{
				"model": "claude-sonnet-4-5-20250929", "content.0.text": "Hello! How can I help you today?", "stop_reason": "end_turn",
				"usage.input_tokens": 8.0, "usage.output_tokens": 8.0, "usage.cache_creation_input_tokens": 0.0,
			},
		},
		"messages cut at the token limit": {
			path: "/v1/messages",
			body: `{"model":"claude-sonnet-4-5","max_tokens":2,"messages":[{"role":"user","content":"hello"}]}`,
			want: map[string]any{"stop_reason": "max_tokens", "usage.output_tokens": 2.0},
		},
		"messages write the cache in the first turn": {
			path: "/v1/messages",
			body: `{"model":"claude-sonnet-4-5","max_tokens":64,"system":[{"type":"text","text":"Be terse.","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"hello"}]}`,
			want: map[string]any{
				"usage.input_tokens": 5.0, "usage.cache_creation_input_tokens": 3.0, "usage.cache_read_input_tokens": 0.0,
				"usage.cache_creation.ephemeral_5m_input_tokens": 3.0, "usage.cache_creation.ephemeral_1h_input_tokens": 0.0,
			},
		},
		"messages split a cache write of one hour": {
			path: "/v1/messages",
			body: `{"model":"claude-sonnet-4-5","max_tokens":64,"system":[{"type":"text","text":"Be terse.","cache_control":{"type":"ephemeral","ttl":"1h"}}],"messages":[{"role":"user","content":"hello"}]}`,
			want: map[string]any{
				"usage.cache_creation_input_tokens":              3.0,
				"usage.cache_creation.ephemeral_5m_input_tokens": 0.0, "usage.cache_creation.ephemeral_1h_input_tokens": 3.0,
			},
		},
		"messages read the cache in the second turn": {
			path: "/v1/messages",
			body: `{"model":"claude-sonnet-4-5","max_tokens":64,"system":[{"type":"text","text":"Be terse.","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"hi"},{"role":"user","content":"hello"}]}`,
			want: map[string]any{"usage.cache_creation_input_tokens": 0.0, "usage.cache_read_input_tokens": 3.0, "usage.input_tokens": 13.0},
		},
		"messages think first": {
			path: "/v1/messages",
			body: `{"model":"claude-opus-4-1","max_tokens":64,"thinking":{"type":"enabled","budget_tokens":32},"messages":[{"role":"user","content":"hello"}]}`,
			want: map[string]any{"content.0.type": "thinking", "content.1.type": "text", "usage.output_tokens": 23.0},
		},
		"messages call a tool once per name": {
			path: "/v1/messages",
			body: `{"model":"claude-sonnet-4-5","max_tokens":64,"tools":[{"name":"get_weather","input_schema":` + weatherParameters + `}],"messages":[{"role":"user","content":"The weather in Paris and in Rome?"}]}`,
			want: map[string]any{"stop_reason": "tool_use", "content.0.input.city": "Paris", "content.1.input.city": "Rome"},
		},
		"messages quote a tool result": {
			path: "/v1/messages",
			body: `{"model":"claude-sonnet-4-5","max_tokens":64,"tools":[{"name":"get_weather","input_schema":` + weatherParameters + `}],"messages":[{"role":"user","content":"The weather?"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"get_weather","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"18"}]}]}`,
			want: map[string]any{"content.0.text": "The tool says: 18", "stop_reason": "end_turn"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			status, body := post(t, tc.path, tc.body)
			if status != http.StatusOK {
				t.Fatalf("status %d: %s", status, body)
			}
			got := decode(t, body)
			for path, want := range tc.want {
				value := get(t, got, path)
				if n, ok := want.(int); ok {
					if list, _ := value.([]any); len(list) != n {
						t.Errorf("%s has %d elements, want %d", path, len(list), n)
					}
					continue
				}
				if !reflect.DeepEqual(value, want) {
					t.Errorf("%s = %v, want %v", path, value, want)
				}
			}
			if _, again := post(t, tc.path, tc.body); again != body {
				t.Errorf("the same request was answered differently:\n%s\n%s", body, again)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	chat := `{"model":"gpt-4o","messages":[{"role":"user","content":"hello"}]}`
	claude := `{"model":"claude-sonnet-4-5","max_tokens":64,"messages":[{"role":"user","content":"hello"}]}`
	for name, tc := range map[string]struct {
		path, body string
		headers    []string
		status     int
		field      string
		want       string
	}{
		"openai unknown model":        {"/v1/chat/completions", `{"model":"gpt-none","messages":[]}`, nil, 404, "error.code", "model_not_found"},
		"openai chat with embeddings": {"/v1/chat/completions", `{"model":"text-embedding-3-small","messages":[]}`, nil, 404, "error.code", "model_not_found"},
		"openai no messages":          {"/v1/chat/completions", `{"model":"gpt-4o","messages":[]}`, nil, 400, "error.code", "empty_array"},
		"openai not JSON":             {"/v1/chat/completions", `{`, nil, 400, "error.type", "invalid_request_error"},
		"openai max_tokens reasoning": {"/v1/chat/completions", `{"model":"o4-mini","max_tokens":5,"messages":[{"role":"user","content":"hello"}]}`, nil, 400, "error.code", "unsupported_parameter"},
		"openai unknown content part": {"/v1/chat/completions", `{"model":"gpt-4o","messages":[{"role":"user","content":[{"type":"video"}]}]}`, nil, 400, "error.code", "invalid_value"},
		"openai simulated 429":        {"/v1/chat/completions", chat, []string{"X-Simulate-Status", "429"}, 429, "error.code", "rate_limit_exceeded"},
		"openai simulated by model":   {"/v1/responses", `{"model":"simulate-500"}`, nil, 500, "error.type", "server_error"},
		"openai bad simulated status": {"/v1/chat/completions", chat, []string{"X-Simulate-Status", "418"}, 400, "error.type", "invalid_request_error"},
		"openai invalid key":          {"/v1/chat/completions", chat, []string{"Authorization", "Bearer sk-invalid"}, 401, "error.code", "invalid_api_key"},
		"openai no key":               {"/v1/chat/completions", chat, []string{"Authorization", ""}, 401, "error.code", "invalid_api_key"},
		"openai unknown path":         {"/v1/unknown", chat, nil, 404, "error.code", "unknown_url"},
		"openai embeddings no input":  {"/v1/embeddings", `{"model":"text-embedding-3-small"}`, nil, 400, "error.code", "missing_required_parameter"},
		"openai embeddings too wide":  {"/v1/embeddings", `{"model":"text-embedding-3-small","input":"a","dimensions":4000}`, nil, 400, "error.code", "invalid_value"},
		"openai responses built-in":   {"/v1/responses", `{"model":"gpt-4o","input":"a","tools":[{"type":"web_search"}]}`, nil, 400, "error.code", "invalid_value"},
		"anthropic unknown model":     {"/v1/messages", `{"model":"claude-none"}`, nil, 404, "error.type", "not_found_error"},
		"anthropic no max_tokens":     {"/v1/messages", `{"model":"claude-sonnet-4-5","messages":[{"role":"user","content":"a"}]}`, nil, 400, "error.type", "invalid_request_error"},
		"anthropic simulated 529":     {"/v1/messages", claude, []string{"X-Simulate-Status", "529"}, 529, "error.type", "overloaded_error"},
		"anthropic simulated 429":     {"/v1/messages", claude, []string{"X-Simulate-Status", "429"}, 429, "error.type", "rate_limit_error"},
		"anthropic invalid key":       {"/v1/messages", claude, []string{"Authorization", "", "X-Api-Key", "sk-ant-invalid"}, 401, "error.type", "authentication_error"},
	} {
		t.Run(name, func(t *testing.T) {
			status, body := post(t, tc.path, tc.body, tc.headers...)
			if status != tc.status {
				t.Errorf("status %d, want %d: %s", status, tc.status, body)
			}
			if got := get(t, decode(t, body), tc.field); got != tc.want {
				t.Errorf("%s = %v, want %s", tc.field, got, tc.want)
			}
		})
	}
}

func TestEmbeddings(t *testing.T) {
	_, body := post(t, "/v1/embeddings", `{"model":"text-embedding-3-small","input":["a","b"],"dimensions":8}`)
	floats := get(t, decode(t, body), "data.1.embedding").([]any)
	if len(floats) != 8 {
		t.Fatalf("%d dimensions, want 8", len(floats))
	}
	var squares float64
	for _, f := range floats {
		squares += f.(float64) * f.(float64)
	}
	if math.Abs(squares-1) > 1e-6 {
		t.Errorf("length of the vector is %v, want 1", math.Sqrt(squares))
	}

	_, body = post(t, "/v1/embeddings", `{"model":"text-embedding-3-small","input":["a","b"],"dimensions":8,"encoding_format":"base64"}`)
	raw, err := base64.StdEncoding.DecodeString(get(t, decode(t, body), "data.1.embedding").(string))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range floats {
		got := math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
		if got != float32(want.(float64)) {
			t.Errorf("base64 value %d is %v, the float is %v", i, got, want)
		}
	}

	_, body = post(t, "/v1/embeddings", `{"model":"text-embedding-3-small","input":"a"}`)
	if n := len(get(t, decode(t, body), "data.0.embedding").([]any)); n != 1536 {
		t.Errorf("%d dimensions by default, want 1536", n)
	}
}

func TestRerank(t *testing.T) {
	_, body := post(t, "/v2/rerank", `{"model":"rerank-v3.5","query":"What is the capital of France?","top_n":2,
		"documents":["Bread is baked.","The capital of Italy is Rome.","The capital of France is Paris."]}`)
	results := get(t, decode(t, body), "results").([]any)
	if len(results) != 2 {
		t.Fatalf("%d results, want 2", len(results))
	}
	if first := results[0].(object); first["index"] != 2.0 || first["relevance_score"].(float64) <= results[1].(object)["relevance_score"].(float64) {
		t.Errorf("%v, want the sentence about France first", results)
	}
	for _, wrong := range []string{
		`{"model":"rerank-v0","query":"a","documents":["a"]}`, `{"model":"rerank-v3.5","documents":["a"]}`, `{"model":"rerank-v3.5","query":"a"}`,
	} {
		if status, _ := post(t, "/v1/rerank", wrong); status == 200 {
			t.Errorf("%s is accepted", wrong)
		}
	}
}

// events reads a stream into its event names and JSON data.
func events(t *testing.T, stream string) (names []string, data []object) {
	t.Helper()
	scanner := bufio.NewScanner(strings.NewReader(stream))
	for scanner.Scan() {
		if name, ok := strings.CutPrefix(scanner.Text(), "event: "); ok {
			names = append(names, name)
		}
		if raw, ok := strings.CutPrefix(scanner.Text(), "data: "); ok && raw != "[DONE]" {
			data = append(data, decode(t, raw))
		}
	}
	return names, data
}

func TestChatStream(t *testing.T) {
	request := `{"model":"gpt-4o","stream":true,"n":2,%s"messages":[{"role":"user","content":"hello"}]}`
	for name, tc := range map[string]struct {
		options string
		usage   bool
	}{
		"with usage":    {`"stream_options":{"include_usage":true},`, true},
		"without usage": {"", false},
	} {
		t.Run(name, func(t *testing.T) {
			_, body := post(t, "/v1/chat/completions", strings.Replace(request, "%s", tc.options, 1))
			if !strings.HasSuffix(body, "data: [DONE]\n\n") {
				t.Error("the stream has no end mark")
			}
			_, chunks := events(t, body)
			texts, finished := map[float64]string{}, 0
			for _, chunk := range chunks {
				for _, c := range chunk["choices"].([]any) {
					choice := c.(object)
					piece, _ := choice["delta"].(object)["content"].(string)
					texts[choice["index"].(float64)] += piece
					if choice["finish_reason"] == "stop" {
						finished++
					}
				}
			}
			want := map[float64]string{0: "Hello! How can I help you today?", 1: "Hello! How can I help you today? (variant 2)"}
			if !reflect.DeepEqual(texts, want) || finished != 2 {
				t.Errorf("streamed %v with %d finished choices", texts, finished)
			}
			if _, ok := chunks[len(chunks)-1]["usage"].(object); ok != tc.usage {
				t.Errorf("usage in the last chunk: %v, want %v", ok, tc.usage)
			}
		})
	}
}

func TestChatStreamToolCalls(t *testing.T) {
	_, body := post(t, "/v1/chat/completions", `{"model":"gpt-4o","stream":true,"tools":[{"type":"function","function":{"name":"get_weather","parameters":`+weatherParameters+`}}],"messages":[{"role":"user","content":"The weather in Paris and in Rome?"}]}`)
	_, chunks := events(t, body)
	arguments := map[float64]string{}
	for _, chunk := range chunks {
		for _, c := range chunk["choices"].([]any) {
			calls, _ := c.(object)["delta"].(object)["tool_calls"].([]any)
			for _, call := range calls {
				arguments[call.(object)["index"].(float64)] += get(t, call, "function.arguments").(string)
			}
		}
	}
	want := map[float64]string{0: `{"city":"Paris","unit":"celsius"}`, 1: `{"city":"Rome","unit":"celsius"}`}
	if !reflect.DeepEqual(arguments, want) {
		t.Errorf("streamed %v, want %v", arguments, want)
	}
}

func TestCompletionStream(t *testing.T) {
	_, body := post(t, "/v1/completions", `{"model":"gpt-3.5-turbo-instruct","prompt":"hello","stream":true,"stream_options":{"include_usage":true}}`)
	_, chunks := events(t, body)
	text := ""
	for _, chunk := range chunks[:len(chunks)-1] {
		text += get(t, chunk, "choices.0.text").(string)
	}
	if text != "Hello! How can I help you today?" {
		t.Errorf("streamed %q", text)
	}
	if got := get(t, chunks[len(chunks)-1], "usage.completion_tokens"); got != 8.0 {
		t.Errorf("completion tokens %v, want 8", got)
	}
}

func TestResponsesStream(t *testing.T) {
	_, body := post(t, "/v1/responses", `{"model":"gpt-5-mini","input":"hello","stream":true}`)
	names, data := events(t, body)
	text := ""
	for i, name := range names {
		if data[i]["type"] != name || data[i]["sequence_number"] != float64(i) {
			t.Errorf("event %d %s has type %v and number %v", i, name, data[i]["type"], data[i]["sequence_number"])
		}
		if name == "response.output_text.delta" {
			text += data[i]["delta"].(string)
		}
	}
	if text != "Hello! How can I help you today?" {
		t.Errorf("streamed %q", text)
	}
	if names[0] != "response.created" || names[len(names)-1] != "response.completed" {
		t.Errorf("stream starts with %s and ends with %s", names[0], names[len(names)-1])
	}
	if got := get(t, data[len(data)-1], "response.usage.output_tokens"); got != 200.0 {
		t.Errorf("output tokens %v, want 200", got)
	}
}

func TestMessagesStream(t *testing.T) {
	for name, tc := range map[string]struct {
		extra  string
		prompt string
		kinds  []string
		want   string
		stop   string
	}{
		"text":     {"", "hello", []string{"text"}, "Hello! How can I help you today?", "end_turn"},
		"thinking": {`"thinking":{"type":"enabled","budget_tokens":9},`, "hello", []string{"thinking", "text"}, "The user asks a short question. I answer it in one sentence.Hello! How can I help you today?", "end_turn"},
		"tools": {
			`"tools":[{"name":"get_weather","input_schema":` + weatherParameters + `}],`, "The weather in Paris?",
			[]string{"tool_use"},
			`{"city":"Paris","unit":"celsius"}`, "tool_use",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, body := post(t, "/v1/messages", `{"model":"claude-sonnet-4-5","max_tokens":64,"stream":true,`+tc.extra+`"messages":[{"role":"user","content":"`+tc.prompt+`"}]}`)
			names, data := events(t, body)
			var kinds []string
			streamed, stop := "", ""
			for i, name := range names {
				switch name {
				case "content_block_start":
					kinds = append(kinds, get(t, data[i], "content_block.type").(string))
				case "content_block_delta":
					for _, field := range []string{"text", "thinking", "partial_json"} {
						piece, _ := data[i]["delta"].(object)[field].(string)
						streamed += piece
					}
				case "message_delta":
					stop = get(t, data[i], "delta.stop_reason").(string)
				}
			}
			if !reflect.DeepEqual(kinds, tc.kinds) || streamed != tc.want || stop != tc.stop {
				t.Errorf("blocks %v, text %q, stop %q", kinds, streamed, stop)
			}
			if names[0] != "message_start" || names[len(names)-1] != "message_stop" {
				t.Errorf("stream starts with %s and ends with %s", names[0], names[len(names)-1])
			}
		})
	}
}

func TestStart(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", "example.com:80", "127.0.0.1"} {
		if s, err := Start(addr, 0); err == nil {
			_ = s.Close()
			t.Errorf("Start(%q) listens, want an error", addr)
		}
	}
	s, err := Start("127.0.0.1:0", 0)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	request, err := http.NewRequest(http.MethodPost, s.URL()+"/v1/embeddings", strings.NewReader(`{"model":"text-embedding-3-small","input":"a","dimensions":2}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer sk-test")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got := response.Header.Get("Date"); got != time.Unix(createdAt, 0).UTC().Format(http.TimeFormat) {
		t.Errorf("the Date header is %q", got)
	}
	if response.StatusCode != http.StatusOK || response.Header.Get("X-Request-Id") == "" {
		t.Errorf("status %d, headers %v: %s", response.StatusCode, response.Header, body)
	}
}

func TestGemini(t *testing.T) {
	const question = `{"contents":[{"role":"user","parts":[{"text":"What is the capital of France?"}]}]`
	code, body := post(t, "/v1beta/models/gemini-flash-latest:generateContent", question+`,"generationConfig":{"thinkingConfig":{"includeThoughts":true}}}`)
	if code != http.StatusOK {
		t.Fatalf("%d %s", code, body)
	}
	o := decode(t, body)
	if text := get(t, o, "candidates.0.content.parts.1.text"); text != "The capital of France is Paris." {
		t.Error(text)
	}
	if o["modelVersion"] != "gemini-2.5-flash" || get(t, o, "usageMetadata.thoughtsTokenCount") != 15.0 || get(t, o, "usageMetadata.totalTokenCount") != 34.0 {
		t.Error(body)
	}
	_, body = post(t, "/v1/models/gemini-flash-latest:streamGenerateContent", question+`}`)
	if !strings.HasPrefix(body, "data: {") || !strings.Contains(body, `"finishReason":"STOP"`) {
		t.Error(body)
	}
	_, body = post(t, "/v1/models/gemini-flash-latest:generateContent", `{"contents":[{"role":"user","parts":[{"text":"What is the weather in Paris?"}]}],
		"tools":[{"functionDeclarations":[{"name":"get_weather","parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"}}}}]}]}`)
	if city := get(t, decode(t, body), "candidates.0.content.parts.0.functionCall.args.city"); city != "Paris" {
		t.Error(body)
	}
	_, body = post(t, "/v1/models/gemini-embedding-001:batchEmbedContents", `{"requests":[{"content":{"parts":[{"text":"Hi"}]},"outputDimensionality":8}]}`)
	if n := len(get(t, decode(t, body), "embeddings.0.values").([]any)); n != 8 {
		t.Error(body)
	}
	code, body = post(t, "/v1/models/gemini-0:generateContent", question+`}`)
	if code != http.StatusNotFound || get(t, decode(t, body), "error.status") != "NOT_FOUND" {
		t.Errorf("%d %s", code, body)
	}
}

func TestOllama(t *testing.T) {
	const question = `{"model":"llama3.2","messages":[{"role":"user","content":"What is the capital of France?"}]`
	_, body := post(t, "/api/chat", question+`,"stream":false,"options":{"num_predict":2}}`)
	o := decode(t, body)
	if get(t, o, "message.content") != "The capi" || o["done_reason"] != "length" || o["prompt_eval_count"] != 11.0 || o["eval_count"] != 2.0 {
		t.Error(body)
	}
	_, body = post(t, "/api/chat", question+`}`)
	lines := strings.Split(strings.TrimSpace(body), "\n")
	if last := decode(t, lines[len(lines)-1]); len(lines) != 7 || last["done"] != true || last["eval_count"] != 8.0 {
		t.Error(body)
	}
	_, body = post(t, "/api/chat", `{"model":"llama3.2","stream":false,"messages":[{"role":"user","content":"What is the weather in Paris?"}],
		"tools":[{"type":"function","function":{"name":"get_weather","parameters":`+weatherParameters+`}}]}`)
	if city := get(t, decode(t, body), "message.tool_calls.0.function.arguments.city"); city != "Paris" {
		t.Error(body)
	}
	_, body = post(t, "/api/embed", `{"model":"nomic-embed-text","input":["Hi","Hello"]}`)
	if o := decode(t, body); len(o["embeddings"].([]any)) != 2 || o["prompt_eval_count"] != 3.0 {
		t.Error(body)
	}
	if code, body := post(t, "/api/chat", strings.Replace(question, "llama3.2", "llama0", 1)+`}`); code != http.StatusNotFound || decode(t, body)["error"] != "model 'llama0' not found" {
		t.Errorf("%d %s", code, body)
	}
}

func TestCohere(t *testing.T) {
	const question = `{"model":"command-a-03-2025","messages":[{"role":"user","content":"What is the capital of France?"}]`
	_, body := post(t, "/v2/chat", question+`,"max_tokens":2}`)
	o := decode(t, body)
	if get(t, o, "message.content.0.text") != "The capi" || o["finish_reason"] != "MAX_TOKENS" ||
		get(t, o, "usage.billed_units.input_tokens") != 11.0 || get(t, o, "usage.tokens.input_tokens") != 71.0 {
		t.Error(body)
	}
	_, body = post(t, "/v2/chat", question+`,"stream":true}`)
	names, data := events(t, body)
	if names[0] != "message-start" || names[len(names)-1] != "message-end" || get(t, data[len(data)-1], "delta.finish_reason") != "COMPLETE" {
		t.Error(body)
	}
	_, body = post(t, "/v2/chat", `{"model":"command-a-03-2025","messages":[{"role":"user","content":"What is the weather in Paris?"}],
		"tools":[{"type":"function","function":{"name":"get_weather","parameters":`+weatherParameters+`}}]}`)
	if o := decode(t, body); get(t, o, "message.tool_calls.0.function.name") != "get_weather" || o["finish_reason"] != "TOOL_CALL" {
		t.Error(body)
	}
	_, body = post(t, "/v2/embed", `{"model":"embed-v4.0","texts":["Hi","Hello"]}`)
	if vectors := get(t, decode(t, body), "embeddings.float").([]any); len(vectors) != 2 {
		t.Error(body)
	}
	if code, _ := post(t, "/v2/chat", strings.Replace(question, "command-a-03-2025", "command-0", 1)+`}`); code != http.StatusNotFound {
		t.Error(code)
	}
}

func TestBedrock(t *testing.T) {
	const path = "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/"
	rules := strings.Repeat("Answer in one sentence. ", 30)
	first := `{"system":[{"text":"` + rules + `"},{"cachePoint":{"type":"default"}}],"messages":[{"role":"user","content":[{"text":"What is the capital of France?"}]}`
	code, body := post(t, path+"converse", first+`]}`)
	if code != http.StatusOK {
		t.Fatalf("%d %s", code, body)
	}
	usage := get(t, decode(t, body), "usage").(object)
	if usage["cacheWriteInputTokens"] != 180.0 || usage["inputTokens"] != 11.0 || usage["totalTokens"] != 199.0 {
		t.Error(usage)
	}
	_, body = post(t, path+"converse", first+`,{"role":"assistant","content":[{"text":"Paris."}]},{"role":"user","content":[{"text":"Hello"}]}]}`)
	if n := get(t, decode(t, body), "usage.cacheReadInputTokens"); n != 180.0 {
		t.Error(body)
	}
	_, body = post(t, path+"invoke", `{"anthropic_version":"bedrock-2023-05-31","max_tokens":9,"messages":[{"role":"user","content":"Hello"}]}`)
	if model := get(t, decode(t, body), "model"); model != "claude-haiku-4-5-20251001" {
		t.Error(body)
	}
	code, _ = post(t, "/model/amazon.nova-0/converse", first+`]}`)
	if code != http.StatusNotFound {
		t.Error(code)
	}
}

// TestEventStream reads what it has written: lengths, checksums and the payload.
func TestEventStream(t *testing.T) {
	_, body := post(t, "/model/amazon.nova-lite-v1:0/converse-stream", `{"messages":[{"role":"user","content":[{"text":"Hello"}]}]}`)
	var kinds, text string
	for len(body) > 0 {
		b := []byte(body)
		size, headers := binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])
		if crc32.ChecksumIEEE(b[:8]) != binary.BigEndian.Uint32(b[8:]) || crc32.ChecksumIEEE(b[:size-4]) != binary.BigEndian.Uint32(b[size-4:]) {
			t.Fatal("a checksum is wrong")
		}
		_, kind, _ := strings.Cut(string(b[12:12+headers]), ":event-type\x07\x00")
		kinds += kind[1:1+kind[0]] + " "
		if delta, ok := decode(t, string(b[12+headers:size-4]))["delta"].(object); ok {
			text += delta["text"].(string)
		}
		body = body[size:]
	}
	if text != "Hello! How can I help you today?" || !strings.HasPrefix(kinds, "messageStart contentBlockDelta") || !strings.HasSuffix(kinds, "messageStop metadata ") {
		t.Error(kinds, text)
	}
}
