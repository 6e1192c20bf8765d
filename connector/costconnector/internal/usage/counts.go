// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package usage

import "github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"

// Counts holds units by class. A token is in one class only.
type Counts struct {
	N [pricebook.NumClasses]uint64
	// Seen has the classes that were reported, with whatever count, or that
	// have a count.
	Seen pricebook.ClassSet
	// audioAsCached and imageAsCached are tokens of audio and images that were taken
	// for some of the cached ones. They are set if there is audio or an image.
	audioAsCached, imageAsCached uint64
}

// Convention says what the reported input count includes.
type Convention uint8

// Conventions.
const (
	// Inclusive: input includes cached tokens, as the semantic conventions say.
	Inclusive Convention = iota
	// Additive: cached tokens come on top of input.
	Additive
	// Auto: additive if more cached tokens than input tokens are reported, or else
	// inclusive.
	Auto
)

// Counts splits the reported numbers, in which input includes audio, images and,
// by the convention, cached tokens, and output includes reasoning, audio and
// images, into exclusive classes. Numbers that contradict each other are never made
// negative: the specific class keeps its count, the rest of its total is 0,
// and an anomaly is noted.
func (r *Request) Counts(c *Counts) {
	c.N, c.Seen = r.reported, r.has
	parts := r.has & (inputParts | outputParts)
	if parts == 0 {
		return
	}
	if parts&inputParts != 0 {
		r.splitCacheWrite(c)
		r.splitInput(c)
	}
	if parts&outputParts != 0 {
		r.splitOutput(c)
	}
	for rest := parts; rest != 0; rest = rest.Rest() {
		if class := rest.First(); c.N[class] == 0 {
			c.Seen = c.Seen.Without(class)
		}
	}
	if c.N[pricebook.Input] > 0 {
		c.Seen = c.Seen.With(pricebook.Input)
	}
	if c.N[pricebook.Output] > 0 {
		c.Seen = c.Seen.With(pricebook.Output)
	}
}

const (
	inputOutput = pricebook.ClassSet(1<<pricebook.Input | 1<<pricebook.Output)
	inputParts  = pricebook.ClassSet(1<<pricebook.CacheRead | 1<<pricebook.CacheWrite | 1<<pricebook.CacheWrite1h | 1<<pricebook.InputAudio | 1<<pricebook.InputImage)
	inputMedia  = pricebook.ClassSet(1<<pricebook.InputAudio | 1<<pricebook.InputImage)
	outputParts = pricebook.ClassSet(1<<pricebook.Reasoning | 1<<pricebook.OutputAudio | 1<<pricebook.OutputImage)
)

// InputTokens returns all tokens of the input, cached ones included.
func (r *Request) InputTokens() uint64 {
	input := r.reported[pricebook.Input]
	cached := r.reported[pricebook.CacheRead] + max(r.reported[pricebook.CacheWrite], r.reported[pricebook.CacheWrite1h])
	if r.Convention == Additive || r.Convention == Auto && cached > input {
		return input + cached
	}
	return input
}

// OutputTokens returns all tokens of the output.
func (r *Request) OutputTokens() uint64 { return r.reported[pricebook.Output] }

// splitCacheWrite takes the writes that are kept for an hour out of all writes.
func (r *Request) splitCacheWrite(c *Counts) {
	all, long := c.N[pricebook.CacheWrite], c.N[pricebook.CacheWrite1h]
	if long > all && r.has.Has(pricebook.CacheWrite) {
		r.Anomalies |= LongCacheExceedsWrite
	}
	c.N[pricebook.CacheWrite] = all - min(long, all)
}

func (r *Request) splitInput(c *Counts) {
	total := r.InputTokens()
	cached := c.N[pricebook.CacheRead] + c.N[pricebook.CacheWrite] + c.N[pricebook.CacheWrite1h]
	if cached > total {
		r.Anomalies |= CacheExceedsInput
	}
	c.N[pricebook.Input] = total - min(cached, total)
	if r.has&inputMedia != 0 {
		r.splitInputMedia(c, total, cached)
	}
}

// splitInputMedia takes audio and images out of the input that is not cached.
func (r *Request) splitInputMedia(c *Counts, total, cached uint64) {
	c.audioAsCached, c.imageAsCached = 0, 0
	if c.N[pricebook.InputAudio]+c.N[pricebook.InputImage] > total {
		r.Anomalies |= MediaExceedsInput
		c.N[pricebook.Input] = 0
		return
	}
	// Cached tokens may themselves be audio or images, but no attribute says how
	// many are both. Text is taken as cached first.
	rest := c.N[pricebook.Input]
	if cached > total {
		rest = total
	}
	take := func(class pricebook.Class) (asCached uint64) {
		if asCached = c.N[class] - min(c.N[class], rest); asCached > 0 {
			r.Anomalies |= MediaExceedsInput
			c.N[class] = rest
		}
		rest -= c.N[class]
		return asCached
	}
	c.audioAsCached, c.imageAsCached = take(pricebook.InputAudio), take(pricebook.InputImage)
	if cached <= total {
		c.N[pricebook.Input] = rest
	}
}

// TellMedia gives audio and images back what was taken for tokens of a cached class.
// It is for a class that is billed as other input: then it does not matter which
// tokens were cached, and those of audio and images are known.
func (r *Request) TellMedia(c *Counts, cached pricebook.Class) {
	give := func(class pricebook.Class, asCached *uint64) {
		n := min(*asCached, c.N[cached])
		if n == 0 {
			return
		}
		*asCached -= n
		c.N[cached] -= n
		c.N[class] += n
		c.Seen = c.Seen.With(class)
		if c.audioAsCached+c.imageAsCached == 0 {
			r.Anomalies &^= MediaExceedsInput
		}
	}
	give(pricebook.InputAudio, &c.audioAsCached)
	give(pricebook.InputImage, &c.imageAsCached)
}

func (r *Request) splitOutput(c *Counts) {
	total := c.N[pricebook.Output]
	parts := c.N[pricebook.Reasoning] + c.N[pricebook.OutputAudio] + c.N[pricebook.OutputImage]
	if parts > total {
		r.Anomalies |= PartsExceedOutput
		parts = total
	}
	c.N[pricebook.Output] = total - parts
}
