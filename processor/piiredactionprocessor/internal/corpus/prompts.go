// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package corpus makes the texts that the scanner is measured and tested on.
package corpus

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// sentences are what people ask and models answer; %d and %f are ordinary
// numbers, %p is replaced by a piece of personal data.
var sentences = [...][]string{
	{
		"Please summarise the attached report in %d bullet points and keep the tone neutral. ",
		"The deployment on %d nodes finished in %d seconds, but latency went up by %f percent afterwards. ",
		"Can you explain why the second query reads %d rows when the index covers only %d of them? ",
		"Our customers have asked for an export in CSV format since March 2024, and the product team agreed. ",
		"I would rather rewrite the introduction than cut the examples, because readers skip straight to the code. ",
		"The meeting moved to 14:30 in room %d, and the agenda has %d items that we should prepare. ",
		"Write a function that returns the median of a list; mind the empty list and lists of even length. ",
		"You can reach the service desk under %p when something breaks. ",
		"According to the table, revenue grew from %f to %f million while costs stayed flat. ",
		"Version %d.%d.%d of the library fixes the race that we saw under load. ",
	},
	{
		"Bitte fasse den folgenden Vertrag in einfachen Worten zusammen und nenne die Kündigungsfristen. ",
		"Die Auswertung über %d Datensätze dauerte %d Sekunden, obwohl der Speicher zu %f Prozent belegt war. ",
		"Für Rückfragen stehen wir unter %p zur Verfügung, werktags zwischen 9 und 17 Uhr. ",
		"Könnten Sie die Änderungen bis zum 15. Oktober prüfen und die offenen Punkte in Abschnitt %d ergänzen? ",
		"Die Lieferung umfasst %d Stück zu je %f Euro, zuzüglich der gesetzlichen Mehrwertsteuer. ",
		"Warum verhält sich das Modell bei längeren Eingaben anders als in unserer Testumgebung? ",
		"Im Protokoll der letzten Sitzung fehlen die Beschlüsse zu den Punkten %d und %d. ",
	},
	{
		"Pouvez-vous reformuler ce paragraphe pour un public qui ne connaît pas le sujet ? ",
		"Le traitement de %d dossiers a pris %d minutes, soit %f pour cent de plus que prévu. ",
		"Merci de nous écrire à %p si la facture ne correspond pas à votre commande. ",
		"Le tableau de la page %d indique une hausse de %f points entre 2022 et 2024. ",
		"Rédige une réponse polie qui explique le retard sans promettre de date de livraison. ",
		"Les résultats du troisième trimestre seront présentés le 12 novembre devant l'équipe. ",
	},
	{
		"Resume la conversación anterior en tres frases y propón un título adecuado. ",
		"La máquina atendió %d peticiones por segundo con una latencia media de %f milisegundos. ",
		"Si tiene alguna duda, escriba a %p o consulte el apartado %d del manual. ",
		"La reunión se celebrará el próximo martes a las 10:15 en la sala principal del edificio. ",
		"Necesito una tabla de %d filas que compare los precios de los últimos %d años. ",
	},
	{
		"Traduci il testo seguente in inglese mantenendo lo stile informale dell'originale. ",
		"La spedizione contiene %d articoli per un valore complessivo di %f euro, imballaggio escluso. ",
		"Per ulteriori informazioni potete contattare l'ufficio al %p durante l'orario di apertura. ",
		"Il modello ha risposto in %d millisecondi, ma la qualità è scesa dopo il passo %d. ",
		"Spiega la differenza tra i due approcci con un esempio pratico e poche righe di codice. ",
	},
}

// personal is what the prompts hold: invented values of every kind, with valid
// check digits.
var personal = [...]string{
	"service%d@example.org", "kontakt.%d@beispiel.example", "+49 30 2312541%d", "+33 1 99 00 45 6%d", "+44 20 7946 09%d8",
	"DE89 3704 0044 0532 0130 00", "FR14 2004 1010 0505 0001 3M02 606", "4111 1111 1111 1111", "203.0.113.%d", "+34 91 123 45 6%d",
}

// Prompts returns n texts of 1 to 4 KB in five languages. The same seed makes
// the same texts.
func Prompts(n int, seed uint64) []string {
	r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // G404: the texts are to be the same every time
	out := make([]string, n)
	for i := range out {
		out[i] = prompt(r, 1024+r.IntN(3072))
	}
	return out
}

func prompt(r *rand.Rand, size int) string {
	var b strings.Builder
	language := sentences[r.IntN(len(sentences))]
	for b.Len() < size {
		s := language[r.IntN(len(language))]
		for {
			i := strings.IndexByte(s, '%')
			if i < 0 || i+1 >= len(s) {
				break
			}
			b.WriteString(s[:i])
			switch s[i+1] {
			case 'd':
				fmt.Fprint(&b, r.IntN(1+r.IntN(5000)))
			case 'f':
				fmt.Fprintf(&b, "%.2f", r.Float64()*1000)
			case 'p':
				p := personal[r.IntN(len(personal))]
				b.WriteString(strings.Replace(p, "%d", strconv.Itoa(1+r.IntN(9)), 1))
			}
			s = s[i+2:]
		}
		b.WriteString(s)
		if r.IntN(8) == 0 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}
