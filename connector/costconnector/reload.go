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
	path string
	info os.FileInfo // nil if it could not be looked at
}

// settleTime is how long a file must be left alone before it is read again: half a
// book may be a valid book.
const settleTime = time.Second

func (f *bookFile) read(currency string) (*pricebook.Book, error) {
	f.info, _ = os.Stat(f.path) // an error is the loader's to tell
	return f.load(currency)
}

func (f *bookFile) load(currency string) (*pricebook.Book, error) {
	book, err := pricebook.Load(f.path)
	if err == nil && book.Currency != currency {
		return nil, fmt.Errorf("price book %s: currency is %s, but the connector's is %s: set currency to the same in both", f.path, book.Currency, currency)
	}
	return book, err
}

// changed reports whether the file was written or replaced since the last call. A
// file that cannot be looked at counts as written once, so that reading it says
// why. One that is still being written does not, until it is left alone.
func (f *bookFile) changed() bool {
	info, err := os.Stat(f.path)
	if err != nil {
		wasThere := f.info != nil
		f.info = nil
		return wasThere
	}
	if f.info != nil && os.SameFile(info, f.info) && info.ModTime().Equal(f.info.ModTime()) && info.Size() == f.info.Size() {
		return false
	}
	if age := time.Since(info.ModTime()); age >= 0 && age < settleTime {
		return false
	}
	f.info = info
	return true
}

// reload replaces the book if its file has changed. A book with a fault changes
// nothing: the old one stays in use.
func (e *engine) reload(ctx context.Context) {
	if !e.file.changed() {
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
