// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strconv"
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// tgi is the dialect of the spans of Hugging Face's Text Generation Inference:
// request parameters as Rust prints them, durations as text. There are no token
// counts and no model in them.
var tgi = rewrite.Dialect{
	Name:    "tgi",
	Signals: []string{"validation_time"},
	Finish:  finishTGI,
}

var (
	tgiParameters   = rewrite.K("parameters")
	tgiSeed         = rewrite.K("seed")
	tgiInference    = rewrite.K("inference_time")
	tgiTimePerToken = rewrite.K("time_per_token")
)

// tgiOperations maps the names of its spans.
var tgiOperations = map[string]string{
	"generate": opTextCompletion, "generate_stream": opTextCompletion, "compat_generate": opTextCompletion,
	"completions": opTextCompletion, "chat_completions": opChat,
}

func finishTGI(r *rewrite.Record) {
	if !r.HasSpan || !r.Has(tgiInference) || !r.Has(tgiTimePerToken) {
		return // the names are common words: only together they are TGI's
	}
	if op, ok := tgiOperations[r.SpanName()]; ok {
		r.Put(operationName, rewrite.Str(op))
	}
	r.Put(providerName, rewrite.Str("tgi"))
	if r.SpanName() == "generate_stream" {
		r.Put(requestStream, rewrite.Bool(true))
	}
	parameters := r.Str(tgiParameters)
	for _, p := range [...]struct {
		field string
		to    rewrite.Key
	}{
		{"temperature", requestTemperature}, {"top_p", requestTopP}, {"frequency_penalty", requestFrequency},
	} {
		if f, err := strconv.ParseFloat(rustField(parameters, p.field), 64); err == nil {
			r.Put(p.to, rewrite.Double(f))
		}
	}
	for _, p := range [...]struct {
		field string
		to    rewrite.Key
	}{
		{"top_k", requestTopK}, {"max_new_tokens", requestMaxTokens}, {"seed", requestSeed},
	} {
		if n, err := strconv.ParseInt(rustField(parameters, p.field), 10, 64); err == nil && n >= 0 {
			r.Put(p.to, rewrite.Int(n))
		}
	}
	if stop := rustStrings(parameters, "stop"); len(stop) > 0 {
		r.Put(requestStop, rewrite.Many(stop))
	}
	if n, err := strconv.ParseInt(rustSome(r.Str(tgiSeed)), 10, 64); err == nil && r.Put(requestSeed, rewrite.Int(n)) {
		r.Consume(tgiSeed)
	}
}

// rustField returns a field of a struct as Rust's Debug prints it, without the
// Some(…) around it; "" for None.
func rustField(debug, field string) string {
	for rest := debug; ; {
		i := strings.Index(rest, field+": ")
		if i < 0 {
			return ""
		}
		before, after := rest[:i], rest[i+len(field)+2:]
		if before == "" || strings.HasSuffix(before, " ") || strings.HasSuffix(before, "{") {
			end := strings.IndexAny(after, ",}")
			if end < 0 {
				end = len(after)
			}
			return rustSome(strings.TrimSpace(after[:end]))
		}
		rest = after
	}
}

func rustSome(s string) string {
	inner, ok := strings.CutPrefix(s, "Some(")
	if ok {
		return strings.TrimSuffix(inner, ")")
	}
	if s == "None" {
		return ""
	}
	return s
}

// rustStrings returns a list of strings of a struct as Rust's Debug prints it.
func rustStrings(debug, field string) (list []string) {
	_, rest, ok := strings.Cut(debug, " "+field+": [")
	if !ok {
		return nil
	}
	for strings.HasPrefix(rest, "\"") {
		quoted, err := strconv.QuotedPrefix(rest)
		if err != nil {
			return nil
		}
		s, err := strconv.Unquote(quoted)
		if err != nil {
			return nil
		}
		list = append(list, s)
		rest = strings.TrimPrefix(rest[len(quoted):], ", ")
	}
	return list
}
