// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// maxCachedPrices bounds the cache, since model names come from requests.
const maxCachedPrices = 4096

// priceCache remembers what the book answered, so that names are matched once
// and not per span. When it is full it starts afresh: the names in use are
// back after one request each.
type priceCache struct {
	book    *pricebook.Book
	matches map[pricebook.Query]*pricebook.Match
}

func newPriceCache(book *pricebook.Book) *priceCache {
	return &priceCache{book: book, matches: map[pricebook.Query]*pricebook.Match{}}
}

func (c *priceCache) resolve(q pricebook.Query) *pricebook.Match {
	if match := c.matches[q]; match != nil {
		return match
	}
	if len(c.matches) >= maxCachedPrices {
		clear(c.matches)
	}
	q.Provider = strings.Clone(q.Provider)
	q.ResponseModel = strings.Clone(q.ResponseModel)
	q.RequestModel = strings.Clone(q.RequestModel)
	q.Tier = strings.Clone(q.Tier)
	match := c.book.Resolve(q)
	c.matches[q] = &match
	return &match
}
