// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import "slices"

// Context words that several rules share.
var (
	taxWords = []string{
		"tax id", "tax number", "tax no", "tax identification", "tax identification number", "taxpayer", "taxpayer id", "tin", "fiscal number", "fiscal code", "tax payer",
		"steuernummer", "steuer nr", "steuernr", "*steuer id*", "*steueridentifikation*", "numéro fiscal", "identifiant fiscal", "número fiscal", "identificación fiscal", "numer podatkowy",
		"taxid", "tax file number", "npwp", "nif", "vat", "vat number", "vat id", "vat no", "vatin", "ust id", "ust idnr", "ustid", "umsatzsteuer", "uid",
	}
	passportWords = []string{
		"passport", "passports", "passport no", "passport number", "passportnumber", "*reisepass*", "passnummer", "pass nr", "passeport", "pasaporte", "passaporto", "paspoort", "paspoortnummer",
		"paszport", "paszportu", "passaporte", "pass nummer", "pas nummer", "passi", "passinumero", "passnr", "travel document", "cestovní pas", "útlevél", "pașaport", "διαβατήριο",
	}
	licenceWords = []string{
		"driving licence", "driving license", "driver licence", "driver license", "driver s license", "drivers license", "driver s licence", "drivers licence", "licence number", "license number",
		"dl number", "dl no", "dl", "dln", "driving permit", "driver permit", "permis de conduire", "*führerschein*", "permiso de conducir", "carnet de conducir", "carné de conducir", "patente",
		"patente di guida", "rijbewijs", "rijbewijsnummer", "prawo jazdy", "carta de condução", "körkort", "kørekort", "førerkort", "ajokortti", "lic", "licence no", "license no", "licence", "license", "cdl",
	}
	identityWords = []string{
		"national id", "national identity", "national identification", "national id number", "identity card", "identity number", "identity document", "id card", "id number", "id no", "personal id", "personal identity", "personal number", "identification number", "citizen id", "identity", "government id",
		"*ausweis*", "personalausweis", "carte d identité", "carte nationale d identité", "carte d’identité", "cni", "documento de identidad", "documento nacional", "carta d identità", "carta d’identità", "cie", "identiteitskaart", "identiteitsnummer",
		"dowód osobisty", "dowodu osobistego", "dowód", "nr dowodu", "cartão de cidadão", "bilhete de identidade", "henkilökortti", "id kort", "legitimation", "občanský průkaz", "matrikelnummer",
	}
	socialWords = []string{
		"social security", "social security number", "social insurance", "social insurance number", "*sozialversicherung*", "*rentenversicherung*", "sv nummer", "sv nr", "svnr", "sécurité sociale", "numéro de sécurité sociale", "seguridad social", "previdenza sociale",
		"sociale zekerheid", "segurança social", "ssn", "national insurance", "insurance number", "versichertennummer", "versicherungsnummer", "versicherungsnr", "nss", "niss",
	}
)

func words(lists ...[]string) []string { return slices.Concat(lists...) }
