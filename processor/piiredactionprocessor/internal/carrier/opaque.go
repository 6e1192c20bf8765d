// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package carrier

import "strings"

// Opaque says whether a value is an identifier or a signature by its key and its
// shape. Both must fit: an id may be an e-mail address, a signature that of a
// letter.
func Opaque(key, value string) bool {
	if i := strings.LastIndexByte(key, '.'); i >= 0 {
		key = key[i+1:]
	}
	switch key {
	case "id", "tool_call_id", "toolCallId", "tool_use_id", "toolUseId", "call_id", "callId", "item_id", "response_id", "responseId", "message_id",
		"messageId", "previous_response_id", "file_id", "run_id", "parent_run_id", "thread_id", "request_id", "trace_id", "span_id", "traceId", "spanId":
		return isID(value)
	case "signature", "thought_signature", "thoughtSignature", "reasoning_signature", "encrypted_content", "encryptedContent":
		return len(value) >= 16 && isBase64(value)
	case "vector":
		return true
	}
	return false
}

// idPrefixes are what providers and frameworks begin their identifiers with,
// before an underscore or a hyphen. A list, as API keys have the same shape.
var idPrefixes = map[string]struct{}{
	"call": {}, "toolu": {}, "srvtoolu": {}, "fc": {}, "msg": {}, "resp": {}, "chatcmpl": {}, "cmpl": {}, "embd": {}, "rs": {}, "run": {}, "thread": {},
	"file": {}, "item": {}, "req": {}, "step": {}, "asst": {}, "ws": {}, "ci": {}, "mcp": {}, "mcpr": {}, "lc": {}, "tool": {}, "gen": {}, "batch": {},
	"conv": {}, "conversation": {}, "session": {}, "message": {}, "evt": {}, "event": {}, "tooluse": {}, "toolcall": {}, "functions": {}, "vs": {},
}

// isID recognises identifiers with a known prefix, such as call_9815f2, UUIDs,
// and hexadecimal numbers that hold a letter.
func isID(value string) bool {
	i := strings.IndexAny(value[:min(len(value), 16)], "_-")
	if i < 0 || len(value) > 128 {
		return isHex(value)
	}
	if _, ok := idPrefixes[value[:i]]; !ok {
		return isHex(value)
	}
	for j := i; j < len(value); j++ {
		if c := value[j]; !isLetter(c) && !isDigit(c) && c != '_' && c != '-' {
			return false
		}
	}
	return true
}

func isHex(value string) bool {
	letter, digits := false, 0
	for i := range len(value) {
		switch c := value[i]; {
		case isDigit(c):
			digits++
		case c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F':
			digits++
			letter = true
		case c == '-' && len(value) == 36 && (i == 8 || i == 13 || i == 18 || i == 23):
		default:
			return false
		}
	}
	return letter && (digits == 16 || digits == 32)
}

func isBase64(value string) bool {
	for i := range len(value) {
		if !base64Byte[value[i]] {
			return false
		}
	}
	return true
}

// base64Byte is the alphabets of base64 and base64url with their padding.
var base64Byte = func() (set [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=") {
		set[c] = true
	}
	return set
}()

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
