// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"net/netip"
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func init() {
	registerFinder(finder{
		types: []entity.Type{entity.IPAddress},
		digit: findIPv4,
		colon: findIPv6,
		about: [3]string{"IPv4 and IPv6, with port, zone or prefix length beside it", "net/netip; loopback, link-local, multicast and private networks only on request", "none against (version, OID, section)"},
	})
}

func findIPv4(c *Cursor, start, end int) {
	t := c.Text
	if end-start > 3 || end+5 >= len(t)+1 || end >= len(t) || t[end] != '.' || !isDigit(t[start]) {
		return
	}
	if start > 0 {
		if p := t[start-1]; p == '.' || p == '-' && start > 1 && isAlnum(t[start-2]) || p == '_' || p == ':' && start > 1 && t[start-2] == ':' ||
			isAlnum(p) && !c.escapeEnd(start) {
			return
		}
	}
	i, dots := start, 0
	for i < len(t) && i-start <= 15 && (isDigit(t[i]) || t[i] == '.') {
		if t[i] == '.' {
			if i+1 >= len(t) || !isDigit(t[i+1]) {
				break
			}
			dots++
		}
		i++
	}
	if dots != 3 || i < len(t) && (isAlnum(t[i]) || t[i] == '_' || t[i] == '-' && i+1 < len(t) && isAlnum(t[i+1]) || t[i] == '.' && i+1 < len(t) && isDigit(t[i+1])) {
		return
	}
	a, err := netip.ParseAddr(t[start:i])
	if err != nil || !c.personalAddress(a, i) {
		return
	}
	if versionNear(c, start) || small(a) && !c.addressNear(start, i) {
		return
	}
	c.emit(entity.IPAddress, start, i, rankFree)
}

// small reports whether all parts are below 20, as those of versions and
// sections are.
func small(a netip.Addr) bool {
	for _, b := range a.As4() {
		if b >= 20 {
			return false
		}
	}
	return true
}

// addressNear reports whether words or signs say that a dotted number is an
// address.
func (c *Cursor) addressNear(start, end int) bool {
	t := c.Text
	if strings.HasSuffix(t[:start], "://") || strings.HasSuffix(t[:start], "@") || end+1 < len(t) && t[end] == ':' && isDigit(t[end+1]) {
		return true
	}
	return c.context(groupIP, start, end) == verdictFor || c.bare(start, end)
}

// personalAddress reports whether an address can lead to a person. A network
// (an address with nothing behind its prefix) cannot.
func (c *Cursor) personalAddress(a netip.Addr, end int) bool {
	a = a.Unmap()
	if a.IsUnspecified() {
		return false
	}
	if bits, ok := prefixLength(c.Text, end); ok {
		if p, err := a.WithZone("").Prefix(bits); err == nil && p.Addr() == a.WithZone("") && bits < a.BitLen() {
			return false
		}
	}
	if c.set.config.PrivateIPs {
		return true
	}
	if a.Is4() {
		b := a.As4()
		if b[0] == 0 || b[0] >= 240 || b[0] == 100 && b[1] >= 64 && b[1] < 128 {
			return false
		}
	}
	return !a.IsPrivate() && !a.IsLoopback() && !a.IsLinkLocalUnicast() && !a.IsMulticast()
}

func prefixLength(t string, i int) (int, bool) {
	if i+1 >= len(t) || t[i] != '/' || !isDigit(t[i+1]) {
		return 0, false
	}
	n := 0
	for k := i + 1; k < len(t) && k < i+4 && isDigit(t[k]); k++ {
		n = n*10 + int(t[k]-'0')
	}
	return n, true
}

// versionNear reports whether the words right before a dotted number say that
// it is no address.
func versionNear(c *Cursor, start int) bool {
	from := max(0, start-28)
	c.scratch = c.set.cues.Find(c.scratch[:0], c.Text, from, start)
	for i := range c.scratch {
		h := &c.scratch[i]
		if !h.Groups.Has(groupVersion) {
			continue
		}
		gap := c.Text[h.End:start]
		if len(gap) <= 8 && !strings.ContainsAny(gap, ",;\n") {
			return true
		}
	}
	// Chrome/120.0.0.0
	return start >= 2 && c.Text[start-1] == '/' && isAlpha(c.Text[start-2]) && !strings.HasSuffix(c.Text[:start], "://")
}

func findIPv6(c *Cursor, i int) {
	t := c.Text
	if i < c.addressEnd {
		return
	}
	start := i
	for start > c.floorColon(i) && i-start < 5 && isHex(t[start-1]) {
		start--
	}
	end, colons := i, 0
	for end < len(t) && end-start < 46 && (isHex(t[end]) || t[end] == ':' || t[end] == '.') {
		if t[end] == ':' {
			colons++
		}
		end++
	}
	c.addressEnd = end
	if colons < 2 || end < len(t) && (isAlnum(t[end]) && t[end] != '%' || t[end] == '_') {
		return
	}
	if start > 0 && (isAlnum(t[start-1]) && !c.escapeEnd(start) || t[start-1] == '_' || t[start-1] == '.') {
		return
	}
	for end > start && (t[end-1] == '.' || t[end-1] == ':' && !strings.HasSuffix(t[:end], "::")) {
		end--
	}
	a, err := netip.ParseAddr(t[start:end])
	if err != nil || end-start < 4 || !hasDigit(t[start:end]) {
		return
	}
	if zone := zoneLength(t, end); zone > 0 {
		end += zone
	}
	if !c.personalAddress(a, end) {
		return
	}
	c.emit(entity.IPAddress, start, end, rankExact)
}

func (c *Cursor) floorColon(i int) int { return max(0, i-5) }

func zoneLength(t string, i int) int {
	if i >= len(t) || t[i] != '%' {
		return 0
	}
	n := 1
	for i+n < len(t) && n < 16 && isAlnum(t[i+n]) {
		n++
	}
	return n
}
