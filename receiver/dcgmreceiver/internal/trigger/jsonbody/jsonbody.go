// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package jsonbody reads the JSON body of an HTTP request, and answers in JSON.
package jsonbody

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
)

// Read returns the body of a request. If it cannot, it answers and reports false. A
// form of a web page cannot send the content type application/json, so demanding it
// keeps pages out that the user of a browser happens to open.
func Read(w http.ResponseWriter, r *http.Request) ([]byte, bool) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		http.Error(w, "Content-Type: must be application/json", http.StatusUnsupportedMediaType)
		return nil, false
	}
	body, err := io.ReadAll(r.Body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		http.Error(w, fmt.Sprintf("the body is larger than %d bytes", tooLarge.Limit), http.StatusRequestEntityTooLarge)
		return nil, false
	case err != nil:
		http.Error(w, "the body cannot be read: "+err.Error(), http.StatusBadRequest)
		return nil, false
	}
	return body, true
}

// Write answers with a value.
func Write(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	// The client has gone if this fails.
	_ = json.NewEncoder(w).Encode(value)
}
