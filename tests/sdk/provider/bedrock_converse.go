// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package provider

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"io"
	"net/http"
	"strings"
	"time"
)

// bedrockBlock is a content block of the Converse API.
type bedrockBlock struct {
	Text       string `json:"text"`
	CachePoint object `json:"cachePoint"`
	Image      object `json:"image"`
	ToolResult *struct {
		Content []struct {
			Text string `json:"text"`
			JSON any    `json:"json"`
		} `json:"content"`
	} `json:"toolResult"`
}

type bedrockRequest struct {
	System   []bedrockBlock `json:"system"`
	Messages []struct {
		Role    string         `json:"role"`
		Content []bedrockBlock `json:"content"`
	} `json:"messages"`
	InferenceConfig struct {
		MaxTokens int `json:"maxTokens"`
	} `json:"inferenceConfig"`
	ToolConfig struct {
		Tools []struct {
			ToolSpec struct {
				Name        string `json:"name"`
				InputSchema struct {
					JSON object `json:"json"`
				} `json:"inputSchema"`
			} `json:"toolSpec"`
		} `json:"tools"`
	} `json:"toolConfig"`
}

// bedrock serves POST /model/MODEL/METHOD.
func bedrock(pause time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := readRequest(r)
		if err == nil {
			var a answer
			name := r.PathValue("model")
			switch r.PathValue("method") {
			case "converse":
				a, err = converse(name, body, false)
			case "converse-stream":
				a, err = converse(name, body, true)
			case "invoke":
				a, err = invokeModel(name, body)
			default:
				err = &apiError{http.StatusNotFound, "", "", "unknown operation " + r.PathValue("method")}
			}
			if err == nil {
				w.Header().Set("X-Amzn-Requestid", digest(32, "request", body))
				if a.events == nil {
					writeAnswer(w, a, pause)
				} else {
					writeEventStream(w, a.events, pause)
				}
				return
			}
		}
		e := asAPIError(err)
		kind := map[int]string{http.StatusNotFound: "ResourceNotFoundException", http.StatusTooManyRequests: "ThrottlingException"}[e.status]
		if kind == "" {
			kind = "ValidationException"
		}
		w.Header().Set("X-Amzn-Errortype", kind)
		writeJSON(w, e.status, object{"message": e.message})
	})
}

func converse(name string, body []byte, stream bool) (answer, error) {
	var req bedrockRequest
	if err := json.Unmarshal(body, &req); err != nil {
		return answer{}, err
	}
	if _, ok := findModel(name, kindBedrock); !ok {
		return answer{}, modelNotFound(name)
	}
	if len(req.Messages) == 0 {
		return answer{}, badRequest("", "a conversation must start with a user message")
	}
	talk := conversation{parallel: true}
	var usage anthropicUsage
	prompt := 0
	for _, t := range req.ToolConfig.Tools {
		talk.tools = append(talk.tools, tool{t.ToolSpec.Name, t.ToolSpec.InputSchema.JSON})
		prompt += countTokens(t.ToolSpec.Name + marshal(t.ToolSpec.InputSchema.JSON))
	}
	add := func(blocks []bedrockBlock) (text, result string, image bool) {
		var words strings.Builder
		for _, b := range blocks {
			words.WriteString(b.Text)
			prompt += countTokens(b.Text)
			if b.CachePoint != nil {
				usage.cached = prompt
			}
			if b.Image != nil {
				image, prompt = true, prompt+85
			}
			if b.ToolResult == nil {
				continue
			}
			for _, c := range b.ToolResult.Content {
				if result == "" && c.JSON != nil {
					result = marshal(c.JSON)
				} else if result == "" {
					result = c.Text
				}
			}
			prompt += countTokens(result)
		}
		return words.String(), result, image
	}
	add(req.System)
	for _, m := range req.Messages {
		prompt += 3
		text, result, image := add(m.Content)
		switch {
		case m.Role == "assistant":
			usage.reads = true
		case result != "":
			talk.hasResult, talk.toolResult = true, result
		default:
			talk.user, talk.hasImage, talk.hasResult = text, image, false
		}
	}
	usage.input = prompt - usage.cached

	stop := "tool_use"
	var blocks []any
	calls := talk.toolCalls("tooluse_", body)
	for _, call := range calls {
		blocks = append(blocks, object{"toolUse": object{"toolUseId": call.id, "name": call.name, "input": call.arguments}})
	}
	choice := chatChoice{calls: calls}
	if len(calls) == 0 {
		var cut bool
		choice.text, cut = cutTokens(talk.replyText(0), req.InferenceConfig.MaxTokens)
		stop = "end_turn"
		if cut {
			stop = "max_tokens"
		}
		blocks = append(blocks, object{"text": choice.text})
	}
	usage.output = choice.tokens()
	if stream {
		return answer{events: converseEvents(blocks, stop, usage.converse())}, nil
	}
	return answer{body: object{
		"output":     object{"message": object{"role": "assistant", "content": blocks}},
		"stopReason": stop, "usage": usage.converse(), "metrics": object{"latencyMs": 5},
	}}, nil
}

// converse is the usage in the terms of the Converse API: the input leaves
// cached tokens out, the total has them.
func (u anthropicUsage) converse() object {
	o := object{"inputTokens": u.input, "outputTokens": u.output, "totalTokens": u.input + u.cached + u.output}
	if u.cached > 0 {
		read, write := 0, u.cached
		if u.reads {
			read, write = u.cached, 0
		}
		o["cacheReadInputTokens"], o["cacheWriteInputTokens"] = read, write
	}
	return o
}

func converseEvents(blocks []any, stop string, usage object) []event {
	events := []event{{name: "messageStart", data: object{"role": "assistant"}}}
	for i, b := range blocks {
		block := b.(object)
		if use, ok := block["toolUse"].(object); ok {
			events = append(events, event{name: "contentBlockStart", data: object{
				"contentBlockIndex": i, "start": object{"toolUse": object{"toolUseId": use["toolUseId"], "name": use["name"]}},
			}})
			for _, piece := range halves(marshal(use["input"])) {
				events = append(events, event{name: "contentBlockDelta", data: object{"contentBlockIndex": i, "delta": object{"toolUse": object{"input": piece}}}})
			}
		} else {
			for _, piece := range pieces(block["text"].(string)) {
				events = append(events, event{name: "contentBlockDelta", data: object{"contentBlockIndex": i, "delta": object{"text": piece}}})
			}
		}
		events = append(events, event{name: "contentBlockStop", data: object{"contentBlockIndex": i}})
	}
	return append(events,
		event{name: "messageStop", data: object{"stopReason": stop}},
		event{name: "metadata", data: object{"usage": usage, "metrics": object{"latencyMs": 5}}},
	)
}

// titanModel makes embeddings.
const titanModel = "amazon.titan-embed-text-v2:0"

// invokeModel passes on to the API of the model's maker: Anthropic's messages, or
// Titan's embeddings.
func invokeModel(name string, body []byte) (answer, error) {
	if name == titanModel {
		var req struct {
			Text       string `json:"inputText"`
			Dimensions int    `json:"dimensions"`
		}
		if err := json.Unmarshal(body, &req); err != nil {
			return answer{}, err
		}
		if req.Dimensions == 0 {
			req.Dimensions = 1024
		}
		return answer{body: object{"embedding": embed(req.Text, req.Dimensions), "inputTextTokenCount": countTokens(req.Text)}}, nil
	}
	model, ok := findModel(name, kindBedrock)
	if !ok || !strings.Contains(name, "anthropic.") {
		return answer{}, modelNotFound(name)
	}
	var req object
	if err := json.Unmarshal(body, &req); err != nil {
		return answer{}, err
	}
	_, req["model"], _ = strings.Cut(strings.TrimSuffix(model.ID, "-v1:0"), "anthropic.")
	return messages([]byte(marshal(req)))
}

// writeEventStream writes events in the binary framing of AWS.
func writeEventStream(w http.ResponseWriter, events []event, pause time.Duration) {
	time.Sleep(pause)
	w.Header().Set("Content-Type", "application/vnd.amazon.eventstream")
	w.Header().Set("Date", date)
	w.WriteHeader(http.StatusOK)
	for _, e := range events {
		_, _ = w.Write(frame(e.name, marshal(e.data)))
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
		time.Sleep(pause)
	}
}

// frame is one message of the event stream: lengths and their checksum, headers,
// payload, and the checksum of it all.
// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html.
func frame(kind, payload string) []byte {
	var headers bytes.Buffer
	for _, h := range [...][2]string{{":event-type", kind}, {":content-type", "application/json"}, {":message-type", "event"}} {
		headers.WriteByte(byte(len(h[0])))
		headers.WriteString(h[0])
		headers.WriteByte(7) // a string
		_ = binary.Write(&headers, binary.BigEndian, uint16(len(h[1])))
		headers.WriteString(h[1])
	}
	var b bytes.Buffer
	sum := func() { _ = binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(b.Bytes())) }
	_ = binary.Write(&b, binary.BigEndian, uint32(16+headers.Len()+len(payload)))
	_ = binary.Write(&b, binary.BigEndian, uint32(headers.Len()))
	sum()
	_, _ = io.Copy(&b, &headers)
	b.WriteString(payload)
	sum()
	return b.Bytes()
}
