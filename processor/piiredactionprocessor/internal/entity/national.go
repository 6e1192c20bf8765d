// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package entity

// Numbers given out by states and their insurers. The first two letters are
// the ISO 3166 code of the country (UK for the United Kingdom).
const (
	ATTIN             Type = "AT_TIN"
	ATSVNR            Type = "AT_SVNR"
	ATPassport        Type = "AT_PASSPORT"
	AUTFN             Type = "AU_TFN"
	AUABN             Type = "AU_ABN"
	AUACN             Type = "AU_ACN"
	AUMedicare        Type = "AU_MEDICARE"
	BENRN             Type = "BE_NRN"
	BGEGN             Type = "BG_EGN"
	BRCPF             Type = "BR_CPF"
	CASIN             Type = "CA_SIN"
	CHAHV             Type = "CH_AHV"
	CNResidentID      Type = "CN_RESIDENT_ID"
	CZRC              Type = "CZ_RC"
	DEDrivingLicence  Type = "DE_DRIVING_LICENCE"
	DEHealthInsurance Type = "DE_HEALTH_INSURANCE"
	DEIDCard          Type = "DE_ID_CARD"
	DEPassport        Type = "DE_PASSPORT"
	DESocialSecurity  Type = "DE_SOCIAL_SECURITY"
	DETaxID           Type = "DE_TAX_ID"
	DETaxNumber       Type = "DE_TAX_NUMBER"
	DEVATID           Type = "DE_VAT_ID"
	DKCPR             Type = "DK_CPR"
	DrivingLicence    Type = "DRIVING_LICENCE"
	EEIsikukood       Type = "EE_ISIKUKOOD"
	ESDNI             Type = "ES_DNI"
	ESNIE             Type = "ES_NIE"
	ESNSS             Type = "ES_NSS"
	ESPassport        Type = "ES_PASSPORT"
	EUVATID           Type = "EU_VAT_ID"
	FIHETU            Type = "FI_HETU"
	FRNIR             Type = "FR_NIR"
	FRIDCard          Type = "FR_ID_CARD"
	FRTaxID           Type = "FR_TAX_ID"
	GRAMKA            Type = "GR_AMKA"
	GRAFM             Type = "GR_AFM"
	HROIB             Type = "HR_OIB"
	HUTaxID           Type = "HU_TAX_ID"
	IEPPS             Type = "IE_PPS"
	INAadhaar         Type = "IN_AADHAAR"
	INGSTIN           Type = "IN_GSTIN"
	INPAN             Type = "IN_PAN"
	INPassport        Type = "IN_PASSPORT"
	INVoter           Type = "IN_VOTER_ID"
	ISKennitala       Type = "IS_KENNITALA"
	ITCodiceFiscale   Type = "IT_CODICE_FISCALE"
	ITDriverLicence   Type = "IT_DRIVER_LICENCE"
	ITIDCard          Type = "IT_ID_CARD"
	ITPartitaIVA      Type = "IT_PARTITA_IVA"
	KRRRN             Type = "KR_RRN"
	LTAsmensKodas     Type = "LT_ASMENS_KODAS"
	LVPersonasKods    Type = "LV_PERSONAS_KODS"
	MXCURP            Type = "MX_CURP"
	NationalIDNumber  Type = "NATIONAL_ID"
	NLBSN             Type = "NL_BSN"
	NOFNR             Type = "NO_FNR"
	PassportNumber    Type = "PASSPORT"
	PLIDCard          Type = "PL_ID_CARD"
	PLNIP             Type = "PL_NIP"
	PLPESEL           Type = "PL_PESEL"
	PLREGON           Type = "PL_REGON"
	PTCC              Type = "PT_CARTAO_CIDADAO"
	PTNIF             Type = "PT_NIF"
	ROCNP             Type = "RO_CNP"
	SEOrganisation    Type = "SE_ORGANISATIONSNUMMER"
	SEPersonnummer    Type = "SE_PERSONNUMMER"
	SGNRIC            Type = "SG_NRIC"
	SIEMSO            Type = "SI_EMSO"
	THTNIN            Type = "TH_TNIN"
	TRTCKN            Type = "TR_TCKN"
	UKDrivingLicence  Type = "UK_DRIVING_LICENCE"
	UKNHS             Type = "UK_NHS"
	UKNINO            Type = "UK_NINO"
	UKPassport        Type = "UK_PASSPORT"
	UKUTR             Type = "UK_UTR"
	USDEA             Type = "US_DEA"
	USDriverLicense   Type = "US_DRIVER_LICENSE"
	USITIN            Type = "US_ITIN"
	USMBI             Type = "US_MBI"
	USNPI             Type = "US_NPI"
	USPassport        Type = "US_PASSPORT"
	USSSN             Type = "US_SSN"
	ZAID              Type = "ZA_ID"
)

var nationalIDs = []Type{
	ATTIN,
	ATSVNR,
	ATPassport,
	AUTFN,
	AUABN,
	AUACN,
	AUMedicare,
	BENRN,
	BGEGN,
	BRCPF,
	CASIN,
	CHAHV,
	CNResidentID,
	CZRC,
	DEDrivingLicence,
	DEHealthInsurance,
	DEIDCard,
	DEPassport,
	DESocialSecurity,
	DETaxID,
	DETaxNumber,
	DEVATID,
	DKCPR,
	DrivingLicence,
	EEIsikukood,
	ESDNI,
	ESNIE,
	ESNSS,
	ESPassport,
	EUVATID,
	FIHETU,
	FRNIR,
	FRIDCard,
	FRTaxID,
	GRAMKA,
	GRAFM,
	HROIB,
	HUTaxID,
	IEPPS,
	INAadhaar,
	INGSTIN,
	INPAN,
	INPassport,
	INVoter,
	ISKennitala,
	ITCodiceFiscale,
	ITDriverLicence,
	ITIDCard,
	ITPartitaIVA,
	KRRRN,
	LTAsmensKodas,
	LVPersonasKods,
	MXCURP,
	NationalIDNumber,
	NLBSN,
	NOFNR,
	PassportNumber,
	PLIDCard,
	PLNIP,
	PLPESEL,
	PLREGON,
	PTCC,
	PTNIF,
	ROCNP,
	SEOrganisation,
	SEPersonnummer,
	SGNRIC,
	SIEMSO,
	THTNIN,
	TRTCKN,
	UKDrivingLicence,
	UKNHS,
	UKNINO,
	UKPassport,
	UKUTR,
	USDEA,
	USDriverLicense,
	USITIN,
	USMBI,
	USNPI,
	USPassport,
	USSSN,
	ZAID,
}
