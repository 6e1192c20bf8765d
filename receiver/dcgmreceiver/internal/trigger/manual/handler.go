// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package manual serves the API by which people and runbooks see and set modes.
package manual

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/jsonbody"
)

// maxReasonBytes bounds what a caller can put into the log.
const maxReasonBytes = 200

// Order asks for a mode, whatever alerts say.
type Order struct {
	// Incident or else steady.
	Incident bool
	// Duration of the order; zero: the default.
	Duration time.Duration
	// GPUs by UUID, index or PCI bus id; nil: all of the node.
	GPUs []string
	// Reason is for the log.
	Reason string
}

// Modes carries out orders.
type Modes interface {
	Status() Status
	// Order and Release apply to all the named GPUs or, if they fail, to none. An
	// error is about the input, except ErrNoGPUs.
	Order(Order) error
	Release(gpus []string) error
}

// ErrNoGPUs says that no GPU is known yet, so that it may help to try again.
var ErrNoGPUs = errors.New("no GPU is known yet: DCGM has not answered so far")

// NewHandler serves GET, POST and DELETE. All of them answer with the Status.
func NewHandler(modes Modes) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var err error
		switch r.Method {
		case http.MethodPost:
			body, ok := jsonbody.Read(w, r)
			if !ok {
				return
			}
			var order Order
			if order, err = decode(body); err == nil {
				err = modes.Order(order)
			}
		case http.MethodDelete:
			err = modes.Release(r.URL.Query()["gpu"])
		}
		switch {
		case errors.Is(err, ErrNoGPUs):
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
		case err != nil:
			http.Error(w, err.Error(), http.StatusBadRequest)
		default:
			jsonbody.Write(w, modes.Status())
		}
	})
}

type request struct {
	Mode     string  `json:"mode"`
	Duration string  `json:"duration"`
	GPUs     []gpuID `json:"gpus"`
	Reason   string  `json:"reason"`
}

// gpuID is a UUID, a PCI bus id or an index. The last may be a JSON number.
type gpuID string

func (id *gpuID) UnmarshalJSON(text []byte) error {
	var number uint16
	if json.Unmarshal(text, &number) == nil && !bytes.Equal(text, []byte("null")) {
		*id = gpuID(text)
		return nil
	}
	var s string
	if json.Unmarshal(text, &s) != nil || s == "" {
		return errors.New("gpus: every entry must be a UUID, an index or a PCI bus id")
	}
	*id = gpuID(s)
	return nil
}

func decode(body []byte) (Order, error) {
	var req request
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&req); err != nil {
		return Order{}, fmt.Errorf("the body must be a JSON object with mode, duration, gpus, reason: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Order{}, errors.New("the body must be one JSON object: there is more after it")
	}
	order := Order{Reason: req.Reason}
	switch req.Mode {
	case "incident":
		order.Incident = true
	case "steady":
	default:
		return Order{}, fmt.Errorf("mode: %q must be incident or steady", req.Mode)
	}
	if req.Duration != "" {
		d, err := time.ParseDuration(req.Duration)
		if err != nil || d <= 0 {
			return Order{}, fmt.Errorf("duration: %q must be a positive duration such as 90s or 10m", req.Duration)
		}
		order.Duration = d
	}
	if len(req.Reason) > maxReasonBytes {
		return Order{}, fmt.Errorf("reason: must have at most %d bytes", maxReasonBytes)
	}
	if req.GPUs != nil && len(req.GPUs) == 0 {
		return Order{}, errors.New("gpus: must not be empty; leave it out for all GPUs")
	}
	for _, id := range req.GPUs {
		order.GPUs = append(order.GPUs, string(id))
	}
	return order, nil
}
