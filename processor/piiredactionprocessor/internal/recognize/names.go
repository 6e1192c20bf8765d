// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func init() {
	registerFinder(finder{
		types: []entity.Type{entity.PersonName},
		text:  findNames,
		about: [3]string{"one to four capitalised words with their particles", "none: best effort", "a form of address, an introduction, a label or a telling key"},
	})
}

// Words in front of a name. They are looked for in the whole text, so the
// recogniser is off by default.
var (
	// titleWords stand right before a name.
	titleWords = []string{
		"mr", "mrs", "ms", "miss", "dr", "prof", "professor", "herr", "herrn", "frau", "madame", "monsieur", "mme", "mlle", "señor", "señora", "señorita", "don", "doña",
		"signor", "signora", "sig", "dott", "dottoressa", "mevrouw", "meneer", "dhr", "mevr", "pan", "pani", "senhor", "senhora", "herra", "rouva",
	}
	// introWords say who somebody is.
	introWords = []string{
		"my name is", "my name s", "name is", "mein name ist", "ich heiße", "ich heisse", "je m appelle", "je m’appelle", "mon nom est", "mon nom", "me llamo", "mi nombre es", "mi chiamo", "il mio nome è",
		"ik heet", "mijn naam is", "nazywam się", "chamo me", "meu nome é", "jag heter", "mitt namn är", "jeg hedder", "nimeni on", "as per records is",
		"kontoinhaber", "kontoinhaberin", "inhaber", "halter", "halterin", "versicherungsnehmer", "patient", "patientin", "patiente", "titulaire", "titular", "intestato a", "beneficiary", "bénéficiaire", "beneficiario",
		"t n v", "ansprechpartner", "ansprechpartnerin", "account holder", "cardholder", "belongs to", "belong to", "gebucht auf", "signed by", "sou o", "sou a", "owner is", "recommendation for", "flights for", "datos de", "spedire il pacco a", "customer name", "full name", "client name", "nom du client", "nombre del cliente", "lieferung an",
	}
	// twoWordIntros introduce much besides people: two words must follow.
	twoWordIntros = []string{"this is", "i am", "i m", "ich bin", "je suis", "soy", "sono", "ik ben", "jestem", "meet", "by", "from", "von", "bei", "cliente", "el cliente", "la cliente", "contact"}
	// greetingWords stand before a name that a comma or line end follows.
	greetingWords = []string{"dear", "hi", "hello", "hey", "thanks", "thank you", "lieber", "liebe", "hallo", "danke", "gruß", "grüße", "regards", "best", "cheers", "sincerely", "merci", "bonjour", "cher", "chère", "hola", "gracias", "saludos", "ciao", "grazie", "saluti", "caro", "cara", "beste", "groeten", "cordialement"}
)

// nameKeys are keys whose whole value is a name.
var nameKeys = map[string]bool{
	"firstname": true, "lastname": true, "fullname": true, "givenname": true, "familyname": true, "surname": true, "middlename": true, "customername": true, "patientname": true, "contactname": true, "username": false,
	"vorname": true, "nachname": true, "familienname": true, "kontoinhaber": true, "prenom": true, "prénom": true, "nom": true, "nombre": true, "apellido": true, "apellidos": true, "nome": true, "cognome": true, "voornaam": true, "achternaam": true,
	"imię": true, "nazwisko": true, "sobrenome": true, "apelido": true, "cardholder": true, "accountholder": true,
}

const nameReach = 96 // bytes a name may have

func findNames(c *Cursor) {
	t := c.Text
	if key := plainKey(c.Key); nameKeys[key] || key == "name" {
		from, to := trim(t)
		end, words := nameAt(t, from)
		if end == to && words > 0 && (key != "name" || words > 1 && !innerCapital(t[from:to])) {
			c.emit(entity.PersonName, from, end, rankShape)
			return
		}
	}
	c.scratch = c.set.cues.Find(c.scratch[:0], t, 0, len(t))
	for i := range c.scratch {
		h := &c.scratch[i]
		title, intro, two, greeting := h.Groups.Has(groupTitle), h.Groups.Has(groupIntro), h.Groups.Has(groupTwoWordIntro), h.Groups.Has(groupGreeting)
		if !title && !intro && !two && !greeting {
			continue
		}
		from := nameGap(t, h.End)
		if from <= h.End {
			continue
		}
		end, words := nameAt(t, from)
		switch {
		case words == 0:
			continue
		case title && startsUpper(t[h.Start:]), intro:
		case two && words >= 2:
		case greeting && words <= 2 && closes(t, end):
		default:
			continue
		}
		c.emit(entity.PersonName, from, end, rankWeak)
	}
}

// innerCapital reports whether a word goes on with a capital: OpenAI, not
// O'Hara.
func innerCapital(s string) bool {
	for i := 1; i < len(s); i++ {
		if s[i] >= 'A' && s[i] <= 'Z' && s[i-1] >= 'a' && s[i-1] <= 'z' {
			return true
		}
	}
	return false
}

// plainKey is the last part of a key in lower case, without separators.
func plainKey(key string) string {
	if i := strings.LastIndexByte(key, '.'); i >= 0 {
		key = key[i+1:]
	}
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(key))
}

// nameGap passes over what may stand between a cue and a name, a title
// included.
func nameGap(t string, i int) int {
	for n := 0; i < len(t) && n < 3 && strings.IndexByte(" .:,\n(\"", t[i]) >= 0; n++ {
		i++
	}
	for _, title := range [...]string{"Herrn ", "Herr ", "Frau ", "Dr. ", "Prof. ", "Mr. ", "Mr ", "Mrs. ", "Mrs ", "Ms. ", "Ms ", "M. ", "Mme "} {
		if strings.HasPrefix(t[i:], title) {
			i += len(title)
		}
	}
	if i >= len(t) || !startsUpper(t[i:]) {
		return -1
	}
	return i
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

var particles = map[string]bool{
	"van": true, "von": true, "de": true, "der": true, "den": true, "del": true, "della": true, "di": true, "da": true, "dos": true, "das": true, "do": true, "la": true, "le": true, "el": true, "al": true, "bin": true, "ter": true, "zu": true, "zur": true, "vom": true, "ten": true, "y": true, "du": true, "des": true, "af": true, "av": true,
}

// notNames are capitalised words that follow a cue without being a name.
var notNames = map[string]bool{
	"Sir": true, "Madam": true, "Team": true, "Customer": true, "Kunde": true, "Kundin": true, "All": true, "Support": true, "Everyone": true, "Damen": true, "Herren": true, "The": true, "This": true, "That": true, "It": true, "We": true, "You": true, "Please": true, "If": true, "In": true, "On": true, "And": true, "Und": true, "Die": true, "Der": true, "Das": true, "Ich": true, "Sie": true, "Wir": true, "Je": true, "Le": true, "La": true, "Les": true, "El": true, "Los": true, "Il": true, "Un": true, "No": true, "Not": true, "Is": true, "Can": true, "Could": true, "Would": true, "Which": true, "What": true, "Why": true, "How": true, "For": true, "To": true, "As": true, "At": true, "Hi": true, "Hello": true, "Dear": true, "Id": true, "API": true,
	"January": true, "February": true, "March": true, "April": true, "May": true, "June": true, "July": true, "August": true, "September": true, "October": true, "November": true, "December": true, "Monday": true, "Tuesday": true, "Wednesday": true, "Thursday": true, "Friday": true, "Saturday": true, "Sunday": true,
}

// nameAt reads up to four capitalised words.
func nameAt(t string, from int) (end, words int) {
	i := from
	for words < 4 && i < len(t) && i-from < nameReach {
		w, next := nameWord(t, i)
		if w == "" {
			break
		}
		switch {
		case particles[strings.ToLower(w)] && (words > 0 || startsUpper(w)):
			if next < len(t) && t[next] == ' ' {
				i = next + 1
				continue
			}
			return end, words
		case !startsUpper(w) || notNames[w] || len(w) < 2 || allUpper(w) && len(w) > 2 && words == 0:
			return end, words
		}
		words++
		end = next
		if next < len(t) && t[next] == '.' && next-i == 1 {
			next++ // an initial
		}
		if next >= len(t) || t[next] != ' ' {
			break
		}
		i = next + 1
	}
	return end, words
}

// nameWord reads letters with hyphens and apostrophes inside.
func nameWord(t string, i int) (string, int) {
	from := i
	for i < len(t) && i-from < 40 {
		if isAlpha(t[i]) {
			i++
			continue
		}
		if t[i] < utf8.RuneSelf {
			if (t[i] == '-' || t[i] == '\'') && i > from && i+1 < len(t) && (isAlpha(t[i+1]) || t[i+1] >= utf8.RuneSelf) {
				i++
				continue
			}
			break
		}
		r, size := utf8.DecodeRuneInString(t[i:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '’' {
			break
		}
		i += size
	}
	return t[from:i], i
}

func allUpper(s string) bool { return strings.ToUpper(s) == s }

// closes reports whether a clause ends at i.
func closes(t string, i int) bool { return i >= len(t) || strings.IndexByte(",.!\n;:", t[i]) >= 0 }
