// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package gpucost charges the hours of GPUs of one's own: to states (busy,
// idle), to the models that ran on them, and to tenants by the tokens they used.
// All parts of a bill add up to it to the atto-euro.
package gpucost
