// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package provider

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRequestBytes bounds a request body; SDK requests of the scenarios are a few KiB.
const maxRequestBytes = 4 << 20

// date is the Date header of every answer, the same moment as createdAt. Some
// libraries record response headers.
const date = "Thu, 01 Jan 2026 00:00:00 GMT"

// object is a JSON object.
type object = map[string]any

// Server is a running stand-in.
type Server struct {
	http     *http.Server
	listener net.Listener
}

// Start listens on addr, which must be a loopback address such as
// "127.0.0.1:0", and serves until Close. It waits for pause before every answer
// and every streamed event, so that an SDK can measure times above zero.
func Start(addr string, pause time.Duration) (*Server, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("provider address %q: %w", addr, err)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("provider address %q: must be a loopback address", addr)
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("provider: %w", err)
	}
	s := &Server{
		http:     &http.Server{Handler: Handler(pause), ReadHeaderTimeout: 10 * time.Second},
		listener: listener,
	}
	go func() { _ = s.http.Serve(listener) }()
	return s, nil
}

// URL is the base address without a path, for example "http://127.0.0.1:4010".
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// Close stops the server and its connections.
func (s *Server) Close() error { return s.http.Close() }

// Handler serves every endpoint of the stand-in with the pause of [Start].
func Handler(pause time.Duration) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /v1/chat/completions", openAI(pause, chatCompletions))
	mux.Handle("POST /v1/responses", openAI(pause, responses))
	mux.Handle("POST /v1/completions", openAI(pause, completions))
	mux.Handle("POST /v1/embeddings", openAI(pause, embeddings))
	mux.Handle("POST /openai/v1/chat/completions", openAI(pause, chatCompletions)) // Groq's path
	mux.Handle("POST /v1/messages", anthropic(pause, messages))
	mux.Handle("POST /v1/models/{call}", gemini(pause))
	mux.Handle("POST /v1beta/models/{call}", gemini(pause))
	mux.Handle("POST /model/{model}/{method}", bedrock(pause))
	mux.Handle("POST /api/chat", ollama(pause, ollamaChat))
	mux.Handle("POST /api/embed", ollama(pause, ollamaEmbed))
	mux.Handle("POST /v2/chat", openAI(pause, cohereChat))
	mux.Handle("POST /v2/embed", openAI(pause, cohereEmbed))
	mux.Handle("POST /v1/rerank", openAI(pause, rerank))
	mux.Handle("POST /v2/rerank", openAI(pause, rerank))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, http.StatusNotFound, openAIErrorBody("Unknown request URL: "+r.Method+" "+r.URL.Path, "invalid_request_error", "unknown_url"))
	})
	return mux
}

// answer is what an endpoint gives back: one JSON body, or server-sent events.
type answer struct {
	body   object
	events []event
}

// event is one server-sent event. name is empty for OpenAI chat chunks; raw
// replaces the JSON data when set.
type event struct {
	name string
	data object
	raw  string
}

// apiError is a provider error, independent of the body shape of the API.
type apiError struct {
	status  int
	kind    string
	code    string
	message string
}

func (e *apiError) Error() string { return e.message }

func badRequest(code, format string, args ...any) *apiError {
	return &apiError{
		status: http.StatusBadRequest, kind: "invalid_request_error", code: code,
		message: fmt.Sprintf(format, args...),
	}
}

type endpoint func(body []byte) (answer, error)

func openAI(pause time.Duration, serve endpoint) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := readRequest(r)
		w.Header().Set("X-Request-Id", "req_"+digest(32, "request", body))
		if err == nil {
			var a answer
			if a, err = serve(body); err == nil {
				writeAnswer(w, a, pause)
				return
			}
		}
		e := asAPIError(err)
		writeJSON(w, e.status, openAIErrorBody(e.message, e.kind, e.code))
	})
}

func openAIErrorBody(message, kind, code string) object {
	body := object{"message": message, "type": kind, "param": nil, "code": nil}
	if code != "" {
		body["code"] = code
	}
	return object{"error": body}
}

func anthropic(pause time.Duration, serve endpoint) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := readRequest(r)
		requestID := "req_" + digest(24, "request", body)
		w.Header().Set("Request-Id", requestID)
		if err == nil {
			var a answer
			if a, err = serve(body); err == nil {
				writeAnswer(w, a, pause)
				return
			}
		}
		e := asAPIError(err)
		writeJSON(w, e.status, object{
			"type":       "error",
			"error":      object{"type": anthropicErrorType(e.status), "message": e.message},
			"request_id": requestID,
		})
	})
}

func anthropicErrorType(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "invalid_request_error"
	case http.StatusUnauthorized:
		return "authentication_error"
	case http.StatusNotFound:
		return "not_found_error"
	case http.StatusTooManyRequests:
		return "rate_limit_error"
	case 529:
		return "overloaded_error"
	}
	return "api_error"
}

func asAPIError(err error) *apiError {
	var e *apiError
	if errors.As(err, &e) {
		return e
	}
	return badRequest("", "%v", err)
}

// readRequest returns the body, which is also returned beside an error so that
// the request id does not depend on the outcome.
func readRequest(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxRequestBytes+1))
	if err != nil {
		return nil, badRequest("", "read body: %v", err)
	}
	if len(body) > maxRequestBytes {
		return nil, &apiError{status: http.StatusRequestEntityTooLarge, kind: "invalid_request_error", message: "request body too large"}
	}
	// Anthropic SDKs send one header or the other, by version.
	key, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	key += r.Header.Get("X-Api-Key") + r.Header.Get("X-Goog-Api-Key")
	if key == "" || strings.HasSuffix(key, "invalid") {
		return body, simulated(http.StatusUnauthorized)
	}
	var head struct {
		Model string `json:"model"`
	}
	if err := json.Unmarshal(body, &head); err != nil {
		return body, badRequest("", "could not parse the JSON body: %v", err)
	}
	wanted := r.Header.Get("X-Simulate-Status")
	if wanted == "" {
		wanted, _ = strings.CutPrefix(head.Model, "simulate-")
		if wanted == head.Model {
			return body, nil
		}
	}
	status, err := strconv.Atoi(wanted)
	if err != nil {
		return body, badRequest("", "simulated status %q: not a number", wanted)
	}
	return body, simulated(status)
}

func simulated(status int) *apiError {
	switch status {
	case http.StatusUnauthorized:
		return &apiError{status, "invalid_request_error", "invalid_api_key", "Incorrect API key provided."}
	case http.StatusNotFound:
		return &apiError{status, "invalid_request_error", "not_found", "Not found."}
	case http.StatusTooManyRequests:
		return &apiError{status, "requests", "rate_limit_exceeded", "Rate limit reached for requests. Please try again later."}
	case http.StatusInternalServerError:
		return &apiError{status, "server_error", "", "The server had an error while processing your request."}
	case 529:
		return &apiError{status, "overloaded_error", "", "Overloaded"}
	}
	return badRequest("", "simulated status %d: use 401, 404, 429, 500 or 529", status)
}

func modelNotFound(name string) *apiError {
	return &apiError{
		http.StatusNotFound, "invalid_request_error", "model_not_found",
		fmt.Sprintf("The model `%s` does not exist or you do not have access to it.", name),
	}
}

func writeAnswer(w http.ResponseWriter, a answer, pause time.Duration) {
	time.Sleep(pause)
	if a.events == nil {
		writeJSON(w, http.StatusOK, a.body)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("Date", date)
	w.WriteHeader(http.StatusOK)
	for _, e := range a.events {
		if e.name != "" {
			_, _ = fmt.Fprintf(w, "event: %s\n", e.name)
		}
		data := e.raw
		if data == "" {
			data = marshal(e.data)
		}
		_, _ = fmt.Fprintf(w, "data: %s\n\n", data)
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
		time.Sleep(pause)
	}
}

func writeJSON(w http.ResponseWriter, status int, body object) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Date", date)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, marshal(body))
}

// marshal encodes values that are built from JSON types only, so it cannot fail.
func marshal(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}
