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
		"Rewrite the second paragraph so that a reader without background can follow the argument. ",
		"Our test suite takes %d minutes on a laptop and %d on the build machine, which is too slow for every commit. ",
		"What is the difference between a mutex and a semaphore, and when would you choose one over the other? ",
		"List three risks of the proposal, ordered by how likely they are, with one sentence on each. ",
		"The customer wants a refund because the parcel arrived late and one of the items was damaged. ",
		"Between 2019 and 2023 the number of subscribers rose from %d to %d, mostly through referrals. ",
		"Please translate the error message into German and suggest a friendlier wording for the dialog. ",
		"I tried the steps in the guide twice, yet the installer still stops at %d percent without any message. ",
		"Give me a recipe for lentil soup that serves six people and takes less than 45 minutes. ",
	},
	{
		"Bitte fasse den folgenden Vertrag in einfachen Worten zusammen und nenne die Kündigungsfristen. ",
		"Die Auswertung über %d Datensätze dauerte %d Sekunden, obwohl der Speicher zu %f Prozent belegt war. ",
		"Für Rückfragen stehen wir unter %p zur Verfügung, werktags zwischen 9 und 17 Uhr. ",
		"Könnten Sie die Änderungen bis zum 15. Oktober prüfen und die offenen Punkte in Abschnitt %d ergänzen? ",
		"Die Lieferung umfasst %d Stück zu je %f Euro, zuzüglich der gesetzlichen Mehrwertsteuer. ",
		"Warum verhält sich das Modell bei längeren Eingaben anders als in unserer Testumgebung? ",
		"Im Protokoll der letzten Sitzung fehlen die Beschlüsse zu den Punkten %d und %d. ",
		"Schreibe eine kurze Einladung zum Sommerfest, freundlich, aber ohne übertriebene Werbung. ",
		"Welche Vorteile hat das neue Verfahren gegenüber der bisherigen Lösung, und wo liegen seine Grenzen? ",
		"Der Zug hatte wegen einer Störung %d Minuten Verspätung, sodass der Anschluss nicht mehr erreicht wurde. ",
		"Bitte erkläre mir den Unterschied zwischen Umsatz und Gewinn an einem einfachen Beispiel. ",
		"Die Umfrage unter %d Beschäftigten ergab, dass %d Prozent lieber zu Hause arbeiten. ",
		"Ich suche ein ruhiges Hotel in der Nähe des Bahnhofs für drei Nächte im September. ",
		"Formuliere die Absätze 2 und 3 um, damit sie weniger förmlich klingen. ",
	},
	{
		"Pouvez-vous reformuler ce paragraphe pour un public qui ne connaît pas le sujet ? ",
		"Le traitement de %d dossiers a pris %d minutes, soit %f pour cent de plus que prévu. ",
		"Merci de nous écrire à %p si la facture ne correspond pas à votre commande. ",
		"Le tableau de la page %d indique une hausse de %f points entre 2022 et 2024. ",
		"Rédige une réponse polie qui explique le retard sans promettre de date de livraison. ",
		"Les résultats du troisième trimestre seront présentés le 12 novembre devant l'équipe. ",
		"Explique-moi la différence entre un contrat à durée déterminée et un contrat à durée indéterminée. ",
		"La commande devait arriver mardi, mais le livreur annonce un retard de %d jours. ",
		"Propose trois titres accrocheurs pour un article sur la rénovation des logements anciens. ",
		"Selon le sondage, %d personnes sur %d préfèrent la nouvelle version du site. ",
		"Quels sont les avantages et les inconvénients de cette méthode par rapport à la précédente ? ",
		"Corrige les fautes du texte ci-dessous et indique les modifications en gras. ",
	},
	{
		"Resume la conversación anterior en tres frases y propón un título adecuado. ",
		"La máquina atendió %d peticiones por segundo con una latencia media de %f milisegundos. ",
		"Si tiene alguna duda, escriba a %p o consulte el apartado %d del manual. ",
		"La reunión se celebrará el próximo martes a las 10:15 en la sala principal del edificio. ",
		"Necesito una tabla de %d filas que compare los precios de los últimos %d años. ",
		"Explícame con un ejemplo sencillo cómo funciona el interés compuesto en un préstamo. ",
		"El pedido llegó con %d días de retraso y faltaba una de las piezas que había comprado. ",
		"Redacta una respuesta amable que rechace la propuesta sin cerrar la puerta a futuras colaboraciones. ",
		"¿Qué diferencias hay entre los dos métodos y cuál recomiendas para un equipo pequeño? ",
		"La encuesta recoge la opinión de %d personas de entre 18 y 65 años de todo el país. ",
		"Corrige la ortografía del siguiente párrafo y mejora la puntuación donde sea necesario. ",
	},
	{
		"Traduci il testo seguente in inglese mantenendo lo stile informale dell'originale. ",
		"La spedizione contiene %d articoli per un valore complessivo di %f euro, imballaggio escluso. ",
		"Per ulteriori informazioni potete contattare l'ufficio al %p durante l'orario di apertura. ",
		"Il modello ha risposto in %d millisecondi, ma la qualità è scesa dopo il passo %d. ",
		"Spiega la differenza tra i due approcci con un esempio pratico e poche righe di codice. ",
		"Scrivi una breve lettera di presentazione per una posizione di apprendista in una piccola officina. ",
		"Il treno è arrivato con %d minuti di ritardo e la coincidenza era già partita. ",
		"Quali documenti servono per iscrivere un bambino alla scuola dell'infanzia del quartiere? ",
		"Secondo il sondaggio %d famiglie su %d hanno ridotto i consumi nell'ultimo anno. ",
		"Correggi gli errori nel paragrafo seguente e suggerisci un titolo più efficace. ",
		"Vorrei un itinerario di tre giorni in Toscana adatto a chi viaggia senza automobile. ",
	},
}

// personal is what the prompts hold: invented values of every kind, with valid
// check digits.
var personal = [...]string{
	"service%d@example.org", "kontakt.%d@beispiel.example", "+49 30 2312541%d", "+33 1 99 00 45 6%d", "+44 20 7946 09%d8",
	"DE89 3704 0044 0532 0130 00", "FR14 2004 1010 0505 0001 3M02 606", "4111 1111 1111 1111", "203.0.113.%d", "+34 91 123 45 6%d",
}

// Prompts returns n texts of 1 to 4 KB in five languages, with a number every
// sixty bytes or so and a personal value every 1.2 KB. The same seed makes
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
