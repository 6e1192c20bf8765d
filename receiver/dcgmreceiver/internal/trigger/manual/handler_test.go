// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package manual

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// recorder is told what the handler asks for.
type recorder struct {
	order    Order
	released []string
	calls    int
	err      error
}

func (*recorder) Status() Status { return Status{GPUs: []GPU{}, Alerts: []Alert{}} }

func (r *recorder) Order(o Order) error {
	r.calls++
	r.order = o
	return r.err
}

func (r *recorder) Release(gpus []string) error {
	r.calls++
	r.released = gpus
	return r.err
}

func TestHandler(t *testing.T) {
	const status = `{"gpus":[],"alerts":[],"alerts_total":0}`
	for _, tt := range []struct {
		name, method, target, body string
		err                        error
		code                       int
		answer                     string
		order                      Order
		released                   []string
		calls                      int
	}{
		{name: "status", method: "GET", code: 200, answer: status},
		{
			name: "order with everything", method: "POST",
			body: `{"mode":"incident","duration":"10m","gpus":["GPU-1",1,"0000:3b:00.0"],"reason":"runbook 7"}`,
			code: 200, answer: status, calls: 1,
			order: Order{Incident: true, Duration: 10 * time.Minute, GPUs: []string{"GPU-1", "1", "0000:3b:00.0"}, Reason: "runbook 7"},
		},
		{name: "order with nothing", method: "POST", body: `{"mode":"steady"}`, code: 200, answer: status, calls: 1},
		{name: "refused order", method: "POST", body: `{"mode":"steady"}`, err: errors.New("gpus: this node has no GPU \"9\""), code: 400, answer: `this node has no GPU "9"`, calls: 1},
		{name: "too early", method: "POST", body: `{"mode":"steady"}`, err: ErrNoGPUs, code: 503, answer: "no GPU is known yet", calls: 1},
		{name: "release all", method: "DELETE", code: 200, answer: status, calls: 1},
		{name: "release some", method: "DELETE", target: "?gpu=0&gpu=GPU-1", code: 200, answer: status, calls: 1, released: []string{"0", "GPU-1"}},
		{name: "no body", method: "POST", code: 400, answer: "the body must be a JSON object"},
		{name: "more than one", method: "POST", body: `{"mode":"steady"} {}`, code: 400, answer: "there is more after it"},
		{name: "unknown key", method: "POST", body: `{"mode":"steady","gpu":[0]}`, code: 400, answer: `unknown field "gpu"`},
		{name: "unknown mode", method: "POST", body: `{"mode":"fast"}`, code: 400, answer: `mode: "fast" must be incident or steady`},
		{name: "bad duration", method: "POST", body: `{"mode":"steady","duration":"10"}`, code: 400, answer: `duration: "10" must be a positive duration`},
		{name: "negative duration", method: "POST", body: `{"mode":"steady","duration":"-1s"}`, code: 400, answer: "duration:"},
		{name: "long reason", method: "POST", body: `{"mode":"steady","reason":"` + strings.Repeat("x", 201) + `"}`, code: 400, answer: "reason: must have at most 200 bytes"},
		{name: "empty list of GPUs", method: "POST", body: `{"mode":"steady","gpus":[]}`, code: 400, answer: "gpus: must not be empty"},
		{name: "GPU is null", method: "POST", body: `{"mode":"steady","gpus":[null]}`, code: 400, answer: "gpus: every entry must be"},
		{name: "GPU is an object", method: "POST", body: `{"mode":"steady","gpus":[{}]}`, code: 400, answer: "gpus: every entry must be"},
		{name: "GPU is negative", method: "POST", body: `{"mode":"steady","gpus":[-1]}`, code: 400, answer: "gpus: every entry must be"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			modes := &recorder{err: tt.err}
			w := httptest.NewRecorder()
			r := httptest.NewRequest(tt.method, "/v1/mode"+tt.target, strings.NewReader(tt.body))
			r.Header.Set("Content-Type", "application/json")
			NewHandler(modes).ServeHTTP(w, r)
			assert.Equal(t, tt.code, w.Code, w.Body)
			assert.Contains(t, w.Body.String(), tt.answer)
			assert.Equal(t, tt.calls, modes.calls)
			assert.Equal(t, tt.order, modes.order)
			assert.Equal(t, tt.released, modes.released)
		})
	}
}

func TestHandlerDemandsJSON(t *testing.T) {
	modes := &recorder{}
	w := httptest.NewRecorder()
	NewHandler(modes).ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/v1/mode", strings.NewReader(`{"mode":"incident"}`)))
	assert.Equal(t, http.StatusUnsupportedMediaType, w.Code)
	assert.Zero(t, modes.calls)
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"mode":"incident","duration":"10m","gpus":["GPU-1",1],"reason":"x"}`))
	f.Add([]byte(`{"mode":"steady","gpus":[null]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		order, err := decode(body)
		if err != nil {
			return
		}
		assert.GreaterOrEqual(t, order.Duration, time.Duration(0))
		assert.LessOrEqual(t, len(order.Reason), maxReasonBytes)
		for _, id := range order.GPUs {
			assert.NotEmpty(t, id)
		}
	})
}
