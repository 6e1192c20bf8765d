// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// The names are those of occupations and things: nobody is meant.
func TestNames(t *testing.T) {
	run(t, entity.PersonName, []example{
		{"title", "Ask Mrs. Harbour about it", one("Harbour")},
		{"German title", "für Frau Brunnenbauer und Herrn Dr. Tal", []string{"Brunnenbauer", "Tal"}},
		{"introduction", "My name is Meadow Stonebridge and I", one("Meadow Stonebridge")},
		{"particles", "Kontoinhaber: Feld von der Aue, Konto", one("Feld von der Aue")},
		{"letters not ASCII", "je m'appelle Émeraude Forêt.", one("Émeraude Forêt")},
		{"hyphen", "me llamo Río-Verde Prado", one("Río-Verde Prado")},
		{"greeting", "Hi Meadow,\nthe", one("Meadow")},
		{"two words after a weak cue", "Hello, this is Meadow Stonebridge calling", one("Meadow Stonebridge")},
		{"one word after a weak cue", "this is Important", nil},
		{"form of address without a name", "Dear Sir,", nil},
		{"greeting in a sentence", "Thanks For reading", nil},
		{"no cue", "Meadow Stonebridge wrote", nil},
		{"lower case", "my name is unknown", nil},
	})
	runKey(t, entity.PersonName, "vorname", "Feld", one("Feld"))
	runKey(t, entity.PersonName, "customer.name", "Meadow Stonebridge", one("Meadow Stonebridge"))
	runKey(t, entity.PersonName, "function.name", "get_weather", nil)
	runKey(t, entity.PersonName, "name", "Weather", nil)
}
