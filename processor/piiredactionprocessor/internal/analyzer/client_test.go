// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package analyzer

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

// presidio answers as Presidio's server does to a list of texts: with the names
// that it knows, at positions that count code points.
func presidio(w http.ResponseWriter, r *http.Request) {
	var req struct {
		Text     []string `json:"text"`
		Language string   `json:"language"`
		Entities []string `json:"entities"`
	}
	if json.NewDecoder(r.Body).Decode(&req) != nil || req.Language == "" || len(req.Text) == 0 {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	answer := [][]map[string]any{}
	for _, text := range req.Text {
		list := []map[string]any{}
		for name, score := range map[string]float64{"Jürgen Müller": 0.85, "Berlin": 0.4} {
			if before, _, ok := strings.Cut(text, name); ok {
				start := len([]rune(before))
				list = append(list, map[string]any{
					"entity_type": "PERSON", "start": start, "end": start + len([]rune(name)), "score": score, "analysis_explanation": nil,
				})
			}
		}
		answer = append(answer, list)
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

// log keeps the outcomes of requests.
type log struct {
	mu       sync.Mutex
	outcomes []Outcome
	errs     []error
}

func (l *log) add(o Outcome, _ time.Duration, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.outcomes, l.errs = append(l.outcomes, o), append(l.errs, err)
}

func client(t *testing.T, handler http.HandlerFunc, edits ...func(*Options)) (*Client, *log) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	var l log
	o := Options{
		HTTP: server.Client(), URL: server.URL + "/analyze", Language: "en", MinScore: 0.5, Entities: map[string]entity.Type{"PERSON": entity.PersonName},
		BatchTexts: 2, BatchBytes: 1 << 10, Concurrency: 2, Timeout: 10 * time.Second, BreakAfter: 100, BreakFor: time.Hour, OnRequest: l.add,
	}
	for _, edit := range edits {
		edit(&o)
	}
	return New(o), &l
}

func TestAnalyze(t *testing.T) {
	c, l := client(t, presidio)
	texts := []string{"Ich bin Jürgen Müller 😀", "😀 Jürgen Müller", "in Berlin", "nobody", "Jürgen Müller"}
	got := c.Analyze(t.Context(), texts)
	require.Len(t, got, len(texts))
	for text, found := range got {
		if !strings.Contains(text, "Jürgen") {
			assert.Empty(t, found, "%s: a low score does not count", text)
			continue
		}
		require.Len(t, found, 1)
		assert.Equal(t, "Jürgen Müller", text[found[0].Start:found[0].End])
		assert.Equal(t, entity.PersonName, found[0].Type)
	}
	assert.Equal(t, []Outcome{OK, OK, OK}, l.outcomes, "five texts, two in a request")
}

func TestBatchesAreBounded(t *testing.T) {
	var sizes []int
	var mu sync.Mutex
	c, _ := client(t, func(w http.ResponseWriter, r *http.Request) {
		var req analyzeRequest
		assert.NoError(t, json.NewDecoder(r.Body).Decode(&req))
		size := 0
		for _, text := range req.Text {
			size += len(text)
		}
		mu.Lock()
		sizes = append(sizes, size)
		mu.Unlock()
		_ = json.NewEncoder(w).Encode(make([][]result, len(req.Text)))
	}, func(o *Options) { o.BatchTexts, o.BatchBytes, o.Concurrency = 100, 100, 1 })
	c.Analyze(t.Context(), []string{strings.Repeat("a", 60), strings.Repeat("b", 40), "c", strings.Repeat("d", 500), "e"})
	assert.ElementsMatch(t, []int{100, 1, 500, 1}, sizes)
}

func TestConcurrencyIsBounded(t *testing.T) {
	var now, most atomic.Int32
	c, _ := client(t, func(w http.ResponseWriter, r *http.Request) {
		n := now.Add(1)
		for {
			m := most.Load()
			if n <= m || most.CompareAndSwap(m, n) {
				break
			}
		}
		time.Sleep(5 * time.Millisecond)
		now.Add(-1)
		presidio(w, r)
	}, func(o *Options) { o.BatchTexts = 1 })
	var texts []string
	for i := range 20 {
		texts = append(texts, strings.Repeat("x", i+1))
	}
	assert.Len(t, c.Analyze(t.Context(), texts), 20)
	assert.LessOrEqual(t, most.Load(), int32(2))
}

// TestFailures: no answer that cannot be trusted counts, and no error says what
// was sent or answered.
func TestFailures(t *testing.T) {
	answer := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	for name, tc := range map[string]struct {
		handler http.HandlerFunc
		want    Outcome
	}{
		"error":            {answer(500, `{"error":"Anna Meyer"}`), Failed},
		"no JSON":          {answer(200, "Anna Meyer"), Failed},
		"another shape":    {answer(200, `{"Anna Meyer":1}`), Failed},
		"too few":          {answer(200, `[]`), Failed},
		"too many":         {answer(200, `[[],[]]`), Failed},
		"one list":         {answer(200, `[{"start":0,"end":1,"score":1,"entity_type":"PERSON"}]`), Failed},
		"behind the end":   {answer(200, `[[{"start":0,"end":11,"score":1,"entity_type":"PERSON"}]]`), Failed},
		"behind the bytes": {answer(200, `[[{"start":0,"end":99,"score":1,"entity_type":"PERSON"}]]`), Failed},
		"negative":         {answer(200, `[[{"start":-1,"end":3,"score":1,"entity_type":"PERSON"}]]`), Failed},
		"empty":            {answer(200, `[[{"start":3,"end":3,"score":1,"entity_type":"PERSON"}]]`), Failed},
		"cut off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("[["))
		}, Failed},
		"redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://example.invalid/", http.StatusTemporaryRedirect)
		}, Failed},
		"panic of the server": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, Failed},
		"hangs": {func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // only then the server sees that the client is gone
			<-r.Context().Done()
		}, Timeout},
	} {
		t.Run(name, func(t *testing.T) {
			c, l := client(t, tc.handler, func(o *Options) {
				o.Timeout = 200 * time.Millisecond
				o.HTTP.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
				if tc.want != Timeout {
					o.Timeout = 10 * time.Second
				}
			})
			assert.Empty(t, c.Analyze(t.Context(), []string{"Anna Müll "}))
			require.Equal(t, []Outcome{tc.want}, l.outcomes)
			assert.NotContains(t, l.errs[0].Error(), "Anna")
		})
	}
}

func TestPanicInTheTransport(t *testing.T) {
	c, l := client(t, presidio, func(o *Options) { o.HTTP.Transport = panicking{} })
	assert.Empty(t, c.Analyze(t.Context(), []string{"Anna"}))
	assert.Equal(t, []Outcome{Failed}, l.outcomes)
}

type panicking struct{}

func (panicking) RoundTrip(*http.Request) (*http.Response, error) { panic("transport") }

func TestContextEnds(t *testing.T) {
	c, l := client(t, presidio, func(o *Options) { o.Concurrency = 1 })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c.slots <- struct{}{}
	assert.Empty(t, c.Analyze(ctx, []string{"Anna"}))
	assert.Equal(t, []Outcome{Timeout}, l.outcomes)
}

func TestBreaker(t *testing.T) {
	b := breaker{after: 3, wait: time.Minute}
	now := time.Now()
	for range 3 {
		assert.True(t, b.allow(now))
		b.done(now, false)
	}
	assert.False(t, b.allow(now))
	assert.False(t, b.allow(now.Add(59*time.Second)))
	later := now.Add(time.Minute)
	assert.True(t, b.allow(later), "one goes through")
	assert.False(t, b.allow(later), "but only one")
	b.done(later, false)
	assert.False(t, b.allow(later.Add(59*time.Second)))
	later = later.Add(time.Minute)
	assert.True(t, b.allow(later))
	b.done(later, true)
	for range 5 {
		assert.True(t, b.allow(later))
	}
}

func TestRequestsStopAfterFailures(t *testing.T) {
	var requests atomic.Int32
	c, l := client(t, func(w http.ResponseWriter, _ *http.Request) {
		requests.Add(1)
		w.WriteHeader(http.StatusServiceUnavailable)
	}, func(o *Options) { o.BreakAfter, o.BatchTexts, o.Concurrency = 2, 1, 1 })
	assert.Empty(t, c.Analyze(t.Context(), []string{"a", "b", "c", "d"}))
	assert.Equal(t, int32(2), requests.Load())
	assert.Equal(t, []Outcome{Failed, Failed, Refused, Refused}, l.outcomes)
}

func FuzzPositions(f *testing.F) {
	f.Add("Ich bin Jürgen 😀", 8, 14)
	f.Fuzz(func(t *testing.T, text string, start, end int) {
		chars := []rune(text)
		if start < 0 || end <= start {
			return
		}
		found := []scan.Finding{{Start: start, End: end}}
		if !toBytes(text, found) {
			require.Greater(t, end, len(chars))
			return
		}
		require.LessOrEqual(t, end, len(chars))
		require.Equal(t, string(chars[start:end]), string([]rune(text[found[0].Start:found[0].End])))
	})
}
