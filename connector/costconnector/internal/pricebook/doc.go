// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package pricebook reads a book of prices and answers two questions about it:
// which model of the book does a request mean (Book.Resolve), and what did a
// token of each class cost at the time of the request (Plan.At).
//
// Nothing is guessed: what the book does not name stays unpriced with a Reason.
package pricebook
