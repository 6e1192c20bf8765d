// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package peerbench

// blockedValues is what a careful user gives to contrib's redaction: 46 regular
// expressions for the kinds of data that pii_redaction knows.
var blockedValues = []string{
	// Contact and network.
	`\b[\w.%+-]+(?:@|%40)[\w.-]+\.[a-zA-Z]{2,}\b`,
	`(?:\+|\b00)[1-9]\d{0,2}[ ./-]?(?:\(0?\d{0,5}\)[ ./-]?)?(?:\d{1,5}[ ./-]?){1,6}\d{2,5}\b`,
	`(?:\(|\b)[2-9]\d{2}\)?[ .-]?\d{3}[ .-]\d{4}\b`,
	`\b0[1-9](?:[ .]?\d{2}){4}\b`,
	`(?:\(|\b)0[1-9]\d{1,4}\)?[ /-]{1,3}\d{2,9}(?:[ -]\d{2,5}){0,4}\b`,
	`\b0[1-9]\d{8,10}\b`,
	`\b[36789]\d{2} \d{3} \d{3,4}\b`,
	`\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b`,
	`(?i)\b(?:[\da-f]{1,4}:){7}[\da-f]{1,4}\b|(?i)\b(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){1,6}\b`,
	`\b(?:[\dA-Fa-f]{2}[:-]){5}[\dA-Fa-f]{2}\b`,
	// Money.
	`\b[A-Z]{2}\d{2}[ -]?(?:[A-Z\d]{4}[ -]?){2,7}[A-Z\d]{1,4}\b`,
	`\b(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|6(?:011|5\d{2}))[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}\b`,
	`\b3[47]\d{2}[ -]?\d{6}[ -]?\d{5}\b`,
	`\b(?:35\d{2}|50\d{2}|5[6-9]\d{2}|6\d{3})[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}\b`,
	`\b3(?:0[0-5]|[68]\d)\d[ -]?\d{6}[ -]?\d{4}\b`,
	`\b(?:bc1[ac-hj-np-z02-9]{11,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|0x[a-fA-F\d]{40})\b`,
	// National numbers.
	`(?i)\b[A-Z]{6}[\dLMNP-V]{2}[A-EHLMPR-T][\dLMNP-V]{2}[A-Z][\dLMNP-V]{3}[A-Z]\b`,
	`\b[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}\b`,
	`\b756\.?\d{4}\.?\d{4}\.?\d{2}\b`,
	`(?i)\b\d{2}\.?\d{3}\.?\d{3}-?[A-HJ-NP-TV-Z]\b`,
	`(?i)\b[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z]\b`,
	`(?i)\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b`,
	`\b(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[-+A-FU-Y]\d{3}[\dA-FHJ-NPR-Y]\b`,
	`\b(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|[6-9]\d)[-+]\d{4}\b`,
	`\b(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}-\d{4}\b`,
	`\b\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}\b`,
	`\b\d{3}-\d{2}-\d{4}\b`,
	`\b\d{3} \d{3} \d{4}\b`,
	`\b[2-9]\d{3} \d{4} \d{4}\b`,
	`\b[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]\b`,
	`\b\d{2} ?[0-3]\d[01]\d{3} ?[A-Z] ?\d{3}\b`,
	`(?i)\bDE[ .-]?\d{3}[ .-]?\d{3}[ .-]?\d{3}\b`,
	`\b[CFGHJ-NPRTV-Z][CFGHJ-NPRTV-Z\d]{7}\d{1,2}\b`,
	`(?i)\b[A-Z]\d{9}\b`,
	`\b[A-Z]{2} ?\d{5}[A-Z]{2}\b|\b[A-Z]{2}\d{7}\b`,
	`\bU1[A-Z\d]{7}[A-Z]\b|\b[A-Z]{2}\d{7}[A-Z]\b`,
	`(?i)\b[A-Z]{3}\d{6}\b`,
	`\b[A-Z9]{5}\d{6}[A-Z9]{2}[\dA-Z]{3}\b`,
	`(?i)\b(?:steuer-?id|idnr\.?|bsn|burgerservicenummer|rijksregisternummer|registre national|pesel|nif|dni|nie|numéro fiscal|svnr|sozialversicherungsnummer|` +
		`rentenversicherungsnummer|personalausweis(?:nummer)?|reisepass(?:nummer)?|kvnr|versichertennummer|passport(?: no\.?| number)?|driving licen[cs]e|pps|oib|cnp|` +
		`rodné číslo|egn|isikukood|asmens kodas|emšo|fødselsnummer|cpr(?:-nummer)?|personnummer|henkilötunnus|patente|aadhaar|social security|national insurance|ssn|itin)` +
		`[\pL .:()#,-]{0,40}[A-Z0-9][A-Z0-9 ./-]{5,20}[A-Z0-9]\b`,
	`(?i)\b(?:geb\.|geboren(?: am)?|geburtsdatum|née? le|date de naissance|dob|born(?: on)?|date of birth|fecha de nacimiento|nacid[oa] el|nat[oa] il|data di nascita)` +
		`[ :(]{0,3}(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}\.? \pL{3,10}\.? \d{4}|\pL{3,10} \d{1,2},? \d{4})`,
	// Secrets.
	`-----BEGIN[ A-Z\d]*PRIVATE KEY(?: BLOCK)?-----[\s\S]{16,}?-----END[ A-Z\d]*PRIVATE KEY(?: BLOCK)?-----`,
	`\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}`,
	`\b(?:sk-(?:proj|ant-api03)-[\w-]{20,}|sk-[A-Za-z\d]{20,}|gh[pousr]_[A-Za-z\d]{36,}|github_pat_\w{60,}|glpat-[\w-]{20,}|A[KS]IA[A-Z2-7]{16}|AIza[\w-]{35}|` +
		`xox[abeprs]-[A-Za-z\d-]{10,}|hf_[A-Za-z]{34}|[srp]k_(?:live|test)_[A-Za-z\d]{16,}|SG\.[\w-]{22}\.[\w-]{43}|npm_[A-Za-z\d]{36}|dop_v1_[a-f\d]{64})`,
	`(?i)(?:api[_-]?key|secret|token|passwd|password|pwd|access[_-]?key|credential)[a-z\d_ .-]{0,20}["\x27]{0,2}\s?(?:=|:|:=|=>)\s?["\x27]{0,2}[^\s"\x27,;<>{}]{8,}`,
	`(?i)\bauthorization["\x27]?\s*:\s*["\x27]?(?:bearer|basic|token)\s+[\w.~+/=-]{8,}`,
	`[a-zA-Z][\w+.-]{1,20}://[^\s/:@"\x27]+:[^\s/@"\x27]+@`,
}
