// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

// againstWords name numbers that belong to things, not to people. The nearest
// word before a number decides.
var againstWords = []string{
	// English
	"order", "order id", "order no", "order number", "invoice", "tracking", "shipment", "parcel", "reference", "ref no", "ref",
	"version", "build", "serial", "serials", "serial number", "ticket", "sku", "ean", "isbn", "issn", "upc", "gtin", "asin", "doi", "pmid",
	"uuid", "guid", "hash", "commit", "checksum", "sha", "sha1", "sha256", "md5", "crc", "etag", "trace", "trace id", "span", "span id",
	"parent", "request id", "message id", "session id", "session", "seed", "timestamp", "ts", "ts ms", "ts us", "epoch", "created", "offset", "bytes",
	"token id", "token ids", "input ids", "port", "pid", "voucher", "coupon", "transaction", "transaction id", "part number",
	"part no", "article number", "item number", "product", "product code", "batch", "lot", "reservation", "reservation number",
	"booking", "booking number", "confirmation number", "case number", "incident", "issue", "pull request", "row", "column",
	"line", "section", "chapter", "population", "revenue", "total", "amount", "price", "model", "checkpoint", "dimension",
	"barcode", "container", "flight", "room", "size", "length", "count", "value date", "resource version", "build id", "run id", "job id",
	"nanoseconds", "milliseconds", "unix time", "user agent", "cve",
	// German
	"bestellung", "bestellnummer", "bestellnr", "bestell nr", "auftrag", "auftragsnummer", "auftrags nr", "rechnung",
	"rechnungsnummer", "rechnungs nr", "rechnungsnr", "artikel", "artikelnummer", "artikel nr", "sendung", "sendungsnummer", "sendungsverfolgung*",
	"vorgangsnummer", "vorgang", "aktenzeichen", "az", "seriennummer", "serien nr", "kennziffer", "buchungsnummer", "buchung",
	"gutschein", "gutscheincode", "referenz", "referenznummer", "kassenzeichen", "betrag", "beleg", "belegnummer", "charge", "chargennummer",
	// French
	"commande", "numéro de commande", "facture", "colis", "suivi", "numéro de suivi", "dossier", "référence", "réf", "numéro de série",
	"réservation", "bon de réduction", "montant",
	// Spanish
	"pedido", "número de pedido", "factura", "albarán", "expediente", "localizador", "reserva", "referencia", "seguimiento", "número de serie", "importe",
	// Italian
	"ordine", "numero ordine", "codice ordine", "fattura", "pratica", "codice prodotto", "prenotazione", "spedizione", "riferimento", "numero di serie", "importo", "cro",
	// Dutch
	"bestelling", "bestelnummer", "factuur", "factuurnummer", "zending", "ordernummer", "kenmerk", "serienummer",
	// Polish
	"zamówienie", "zamówienia", "faktura", "faktury", "przesyłka", "przesyłki", "numer seryjny", "kwota",
	// Portuguese
	"encomenda", "fatura", "número da fatura", "número da encomenda", "rastreio", "processo", "número de série",
	// Scandinavian
	"ordrenummer", "faktura nr", "fakturanummer", "sagsnr", "ärendenummer", "ocr", "tilausnumero", "laskun numero",
}

// birthWords stand before a date of birth.
var birthWords = []string{
	"dob", "d o b", "date of birth", "birth date", "birthdate", "birthday", "bday", "born", "born on", "birth",
	"geboren", "geb", "geburtsdatum", "*geburtsdatum*", "geburtstag", "geburtsdat",
	"né le", "née le", "né en", "née en", "né", "née", "date de naissance", "naissance", "ddn",
	"nacido", "nacida", "nací", "nació", "fecha de nacimiento", "nacimiento", "fecha nac", "f nac",
	"nato", "nata", "nato il", "nata il", "data di nascita", "nascita", "nasc",
	"geboortedatum", "geb datum", "geboorte",
	"data urodzenia", "urodzony", "urodzona", "urodzenia", "ur",
	"nascido", "nascida", "nasci", "data de nascimento", "nascimento",
	"född", "födelsedatum", "født", "fødselsdato", "fødselsdag", "syntynyt", "syntymäaika", "syntymäpäivä",
	"narozen", "narozena", "datum narození", "születési dátum", "született",
	"dateofbirth", "date birth", "birth year", "yob",
}

// bornAfterWords may follow the date: "am 2. Juli 1994 in Kassel geboren".
var bornAfterWords = []string{"geboren", "geb", "born", "née", "zur welt gekommen", "urodzony", "urodzona", "narozen", "syntynyt", "született", "birthday", "geburtstag", "date of birth", "dob"}

var phoneWords = []string{
	"phone", "phones", "phone number", "telephone", "tel", "tel no", "teléfono", "telefon", "telefono", "téléphone", "telefoon", "telefone", "puhelin",
	"*telefonnummer*", "telefonnr", "telefonnumeret", "telefoonnummer", "*rufnummer*", "*handy*", "mobil", "mobile", "mobilnummer", "mobiltelefon", "cell",
	"cellphone", "cell phone", "celular", "móvil", "cellulare", "cell no", "portable", "mobiel", "komórka", "komórkowy", "telemóvel", "kontaktnummer", "matkapuhelin",
	"fax", "telefax", "sms", "text", "whatsapp", "signal", "call", "calls", "called", "call me", "calling", "ring", "dial", "contact number", "contact", "reach me", "reach", "hotline", "helpline",
	"anrufen", "rufen", "ruf", "erreichbar", "erreichen", "rückruf", "rückfragen", "durchwahl", "appeler", "appelez", "joindre", "joignez", "joignable", "llamar", "llame", "llamó", "llámame", "chiamare",
	"chiamami", "bellen", "belle", "bereikbaar", "zadzwoń", "dzwonić", "ligar", "ligue", "contacto", "contatto", "numero di telefono", "numéro de téléphone", "número de teléfono", "tlf", "tfno", "gsm", "msisdn", "phone no", "landline", "home number", "office number", "work number", "number is", "my number", "his number", "her number", "their number", "toll free", "telephone number", "mob", "ph", "ring mig", "ring på", "telefonní číslo", "numer telefonu", "nr telefonu", "nr tel", "kom", "tel kom", "tfn", "tlf nr", "puh", "extension", "voicemail",
}

// versionWords stand before dotted numbers that are no addresses.
var versionWords = []string{
	"version", "versions", "v", "ver", "oid", "release", "build", "firmware", "driver", "section", "sections", "schema", "windows", "chapter", "kapitel", "abschnitt",
	"capítulo", "revision", "rev", "patch", "upgrade", "upgraded", "clause", "§", "snmp", "kernel", "sdk", "assembly", "chrome", "safari", "edge",
	"fassung", "ausgabe", "versión", "versione", "versie", "wersja", "versão", "dll", "so", "paragraph", "article", "table", "figure", "requirement",
}

var macWords = []string{"mac", "mac address", "macaddress", "hwaddr", "ether", "physical address", "hardware address", "bssid", "ethernet", "mac adresse", "adresse mac"}

var ipWords = []string{
	"ip", "ips", "ipv4", "ip address", "address", "addresses", "addr", "host", "hosts", "server", "servers", "dns", "ping", "client", "remote", "peer", "resolver", "gateway", "nameserver", "connect", "connection",
	"endpoint", "source", "destination", "src", "dst", "clientip", "remoteaddr", "login", "adresse", "dirección", "indirizzo", "endereço", "serveur", "servidor",
}
