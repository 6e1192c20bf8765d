// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package entity names the kinds of personal data and secrets that can be
// found, the families they belong to, and how a type is written in a
// configuration.
package entity

import (
	"fmt"
	"slices"
)

// Type is the name of a kind of personal data or secret, in upper case, for
// example EMAIL. It is safe as a metric label: it never holds a value.
type Type string

// Family groups types that are switched on and off together.
type Family string

// The families.
const (
	Contact    Family = "contact"
	Financial  Family = "financial"
	NationalID Family = "national_id"
	Network    Family = "network"
	Secrets    Family = "secret"
	Person     Family = "person"
	Custom     Family = "custom"
)

// Types that are not numbers given out by a state.
const (
	Email          Type = "EMAIL"
	Phone          Type = "PHONE"
	IBAN           Type = "IBAN"
	CreditCard     Type = "CREDIT_CARD"
	CryptoWallet   Type = "CRYPTO_WALLET"
	USBankAccount  Type = "US_BANK_ACCOUNT"
	USRouting      Type = "US_ABA_ROUTING"
	IPAddress      Type = "IP_ADDRESS"
	MACAddress     Type = "MAC_ADDRESS"
	URLCredentials Type = "URL_CREDENTIALS"
	JWT            Type = "JWT"
	PrivateKey     Type = "PRIVATE_KEY"
	Secret         Type = "SECRET"
	DateOfBirth    Type = "DATE_OF_BIRTH"
	PersonName     Type = "PERSON"
	Address        Type = "ADDRESS"
	DenyListed     Type = "DENY_LIST"
)

// Info describes a built-in type.
type Info struct {
	Type   Type
	Family Family
	// Default says whether the type is looked for when the configuration names
	// none.
	Default bool
}

var infos = func() []Info {
	all := []Info{
		{Email, Contact, true},
		{Phone, Contact, true},
		{IBAN, Financial, true},
		{CreditCard, Financial, true},
		{CryptoWallet, Financial, true},
		{USBankAccount, Financial, true},
		{USRouting, Financial, true},
		{IPAddress, Network, true},
		{MACAddress, Network, true},
		{URLCredentials, Secrets, true},
		{JWT, Secrets, true},
		{PrivateKey, Secrets, true},
		{Secret, Secrets, true},
		{DateOfBirth, Person, true},
		{PersonName, Person, false},
		{Address, Person, false},
		{DenyListed, Custom, true},
	}
	for _, t := range nationalIDs {
		// Steuernummern stand on the invoices of every firm.
		all = append(all, Info{t, NationalID, t != DETaxNumber})
	}
	slices.SortFunc(all, func(a, b Info) int { return compare(a.Type, b.Type) })
	return all
}()

func compare(a, b Type) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}

// All returns every built-in type, sorted by name.
func All() []Info { return slices.Clone(infos) }

// Lookup finds a built-in type.
func Lookup(t Type) (Info, bool) {
	i, ok := slices.BinarySearchFunc(infos, t, func(i Info, t Type) int { return compare(i.Type, t) })
	if !ok {
		return Info{}, false
	}
	return infos[i], true
}

// FamilyOf returns the family of a type. What is not built in is Custom.
func FamilyOf(t Type) Family {
	if i, ok := Lookup(t); ok {
		return i.Family
	}
	return Custom
}

// Parse finds the built-in type with exactly this name.
func Parse(name string) (Type, error) {
	if i, ok := Lookup(Type(name)); ok {
		return i.Type, nil
	}
	return "", fmt.Errorf("unknown entity type %q: entities.md lists the types", name)
}

// ParseCustom checks the name of a user-defined type: upper-case ASCII
// letters, digits and underscores, led by a letter, 2 to 40 bytes, and not the
// name of a built-in type.
func ParseCustom(name string) (Type, error) {
	if len(name) < 2 || len(name) > 40 {
		return "", fmt.Errorf("entity type %q must have 2 to 40 characters", name)
	}
	for i := range len(name) {
		c := name[i]
		if (c < 'A' || c > 'Z') && (i == 0 || c != '_' && (c < '0' || c > '9')) {
			return "", fmt.Errorf("entity type %q must hold only A-Z, 0-9 and _ and begin with a letter", name)
		}
	}
	if _, ok := Lookup(Type(name)); ok {
		return "", fmt.Errorf("entity type %q is built in: choose another name", name)
	}
	return Type(name), nil
}

// UnmarshalText reads a built-in type.
func (t *Type) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*t = parsed
	return nil
}
