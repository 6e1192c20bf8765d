// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package analyzer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

// Outcome is how a request ended.
type Outcome string

// The outcomes.
const (
	OK      Outcome = "ok"
	Failed  Outcome = "failed"
	Timeout Outcome = "timeout"
	// Refused requests were not sent, as those before them failed.
	Refused Outcome = "refused"
)

// Options are the parts of a Client.
type Options struct {
	HTTP *http.Client
	// URL is that of the /analyze endpoint.
	URL string
	// Language goes into every request.
	Language string
	// MinScore is the least score of a finding that counts.
	MinScore float64
	// Entities maps the service's types to ours. No others are asked for.
	Entities map[string]entity.Type
	// BatchTexts and BatchBytes bound what goes into one request.
	BatchTexts, BatchBytes int
	// Concurrency bounds the requests at a time.
	Concurrency int
	// Timeout bounds a request.
	Timeout time.Duration
	// BreakAfter is how many failed requests in a row stop further ones for
	// BreakFor.
	BreakAfter int
	BreakFor   time.Duration
	// OnRequest is told of every request.
	OnRequest func(Outcome, time.Duration, error)
}

// Client asks the service. It is safe for concurrent use.
type Client struct {
	Options
	entities []string
	slots    chan struct{}
	breaker  breaker
}

// New makes a Client.
func New(o Options) *Client {
	return &Client{
		Options: o, entities: slices.Sorted(maps.Keys(o.Entities)), slots: make(chan struct{}, o.Concurrency),
		breaker: breaker{after: o.BreakAfter, wait: o.BreakFor},
	}
}

// Answers has the findings in texts, by text. Texts that could not be analysed
// are missing.
type Answers map[string][]scan.Finding

// Analyze asks for the findings in the texts.
func (c *Client) Analyze(ctx context.Context, texts []string) Answers {
	found := make(Answers, len(texts))
	var mu sync.Mutex
	var wg sync.WaitGroup
	for len(texts) > 0 {
		n, size := 0, 0
		for n < len(texts) && n < c.BatchTexts && (n == 0 || size+len(texts[n]) <= c.BatchBytes) {
			size += len(texts[n])
			n++
		}
		batch := texts[:n]
		texts = texts[n:]
		select {
		case c.slots <- struct{}{}:
		case <-ctx.Done():
			c.OnRequest(Timeout, 0, ctx.Err())
			continue
		}
		wg.Go(func() {
			defer func() { <-c.slots }()
			answers, ok := c.request(ctx, batch)
			if !ok {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			for i, text := range batch {
				found[text] = answers[i]
			}
		})
	}
	wg.Wait()
	return found
}

func (c *Client) request(ctx context.Context, batch []string) (answers [][]scan.Finding, ok bool) {
	if !c.breaker.allow(time.Now()) {
		c.OnRequest(Refused, 0, errRefused)
		return nil, false
	}
	start := time.Now()
	answers, err := c.safely(ctx, batch)
	outcome := OK
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		outcome = Timeout
	case err != nil:
		outcome = Failed
	}
	c.breaker.done(time.Now(), err == nil)
	c.OnRequest(outcome, time.Since(start), err)
	return answers, err == nil
}

// Errors hold no text, of the request or of the answer.
var (
	errRefused    = errors.New("not sent: the requests before it failed")
	errUnreadable = errors.New("the answer is not the list of lists of findings that /analyze returns")
	errPanic      = errors.New("panic")
)

// maxAnswer bounds what is read of an answer.
const maxAnswer = 16 << 20

// safely is post, with a panic as an error: it runs in a goroutine of its own.
func (c *Client) safely(ctx context.Context, batch []string) (answers [][]scan.Finding, err error) {
	defer func() {
		if recover() != nil {
			answers, err = nil, errPanic
		}
	}()
	return c.post(ctx, batch)
}

type analyzeRequest struct {
	Text           []string `json:"text"`
	Language       string   `json:"language"`
	ScoreThreshold float64  `json:"score_threshold"`
	Entities       []string `json:"entities"`
}

type result struct {
	Start      int     `json:"start"`
	End        int     `json:"end"`
	Score      float64 `json:"score"`
	EntityType string  `json:"entity_type"`
}

func (c *Client) post(ctx context.Context, batch []string) ([][]scan.Finding, error) {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	body, err := json.Marshal(analyzeRequest{Text: batch, Language: c.Language, ScoreThreshold: c.MinScore, Entities: c.entities})
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := c.HTTP.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", res.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return nil, err
	}
	var lists [][]result
	if json.Unmarshal(data, &lists) != nil || len(lists) != len(batch) {
		return nil, errUnreadable
	}
	answers := make([][]scan.Finding, len(lists))
	for i, list := range lists {
		if answers[i], err = c.findings(batch[i], list); err != nil {
			return nil, err
		}
	}
	return answers, nil
}

// findings converts an answer. Its positions count code points, ours bytes.
func (c *Client) findings(text string, list []result) ([]scan.Finding, error) {
	var found []scan.Finding
	for _, r := range list {
		typ, wanted := c.Entities[r.EntityType]
		if r.Start < 0 || r.End <= r.Start || r.End > len(text) {
			return nil, errUnreadable
		}
		if wanted && r.Score >= c.MinScore {
			found = append(found, scan.Finding{Start: r.Start, End: r.End, Type: typ})
		}
	}
	if !toBytes(text, found) {
		return nil, errUnreadable
	}
	slices.SortFunc(found, func(a, b scan.Finding) int { return a.Start - b.Start })
	return found, nil
}

// toBytes turns positions in code points into positions in bytes. It reports
// false if one is behind the end.
func toBytes(text string, found []scan.Finding) bool {
	positions := make([]*int, 0, 2*len(found))
	for i := range found {
		positions = append(positions, &found[i].Start, &found[i].End)
	}
	slices.SortFunc(positions, func(a, b *int) int { return *a - *b })
	chars := 0
	for at := range text {
		for len(positions) > 0 && *positions[0] == chars {
			*positions[0] = at
			positions = positions[1:]
		}
		if len(positions) == 0 {
			return true
		}
		chars++
	}
	for _, p := range positions {
		if *p != chars {
			return false
		}
		*p = len(text)
	}
	return true
}
