// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"context"
	"fmt"
	"os"
	"time"

	"go.uber.org/zap"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// bookFile is the file of the price book and its state when it was last read.
type bookFile struct {
	path     string
	modified time.Time
	size     int64
}

func (f *bookFile) read(currency string) (*pricebook.Book, error) {
	f.changed()
	return f.load(currency)
}

func (f *bookFile) load(currency string) (*pricebook.Book, error) {
	book, err := pricebook.Load(f.path)
	if err == nil && book.Currency != currency {
		return nil, fmt.Errorf("price book %s: currency is %s, but the connector's is %s: set currency to the same in both", f.path, book.Currency, currency)
	}
	return book, err
}

// changed reports whether the file was written since the last call. A file that
// cannot be looked at counts as written, so that reading it says why.
func (f *bookFile) changed() bool {
	info, err := os.Stat(f.path)
	if err != nil {
		f.modified, f.size = time.Time{}, -1
		return true
	}
	if info.ModTime().Equal(f.modified) && info.Size() == f.size {
		return false
	}
	f.modified, f.size = info.ModTime(), info.Size()
	return true
}

// reload replaces the book if its file has changed. A book with a fault changes
// nothing: the old one stays in use.
func (e *engine) reload(ctx context.Context) {
	missing := e.file.size < 0
	if !e.file.changed() || missing && e.file.size < 0 {
		return
	}
	book, err := e.file.load(e.cfg.Currency)
	if err != nil {
		e.telemetry.reloadFailed(ctx)
		e.logger.Error("The new price book is refused; the old one stays in use", zap.String("hash", e.book.Hash), zap.Error(err))
		return
	}
	if book.Hash == e.book.Hash {
		return
	}
	old := e.book
	e.mu.Lock()
	e.use(book)
	e.mu.Unlock()
	e.telemetry.bookReplaced(ctx, old, book)
	e.logger.Info("The price book was replaced", zap.String("id", book.ID), zap.String("hash", book.Hash))
}
