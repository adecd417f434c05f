package anonym

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

func compose(s string) string { return norm.NFC.String(s) }

// particles are words in names that tell nothing by themselves.
var particles = set(`van de der den het t te ten ter in op aan bij uit onder over voor tot s
	von zu zum zur vom und am im of the and en la le les du des del della dello di da das dos do y e
	el al ul bin ibn ben bint abu abd ould mac mc o d l v`)

// titleWords stand before a name and are no part of it.
var titleWords = set(`dhr mw mevr mevrouw heer meneer mijnheer mr mrs ms miss drs dr ir ing prof mej fam familie
	sir madam herr frau madame monsieur`)

// ordinary are words of a sentence that are names too.
var ordinary = set(`an as be bo bob do en er is it jet kan lang mee mei naar nu om pa per rob roos roze su to uw wil will wim zee
	appel arts bakker beek berg blad blauw bloem boer bom boom bos brand broek brood bruin brug dag dam dijk duin eik eind engel fiets geel
	gans goed graaf groen groot groots haan haas hart haven heer hoek hof hond huis jager jong kaars kamp keizer kerk klein klerk
	koning koper korte kok koster kramer kuiper lange later man mark markt meer meester meijer meyer molen mol mulder oost oud pad
	paul post prins raad rein ridder rijk rood rook schipper schouten smid smit snel snijder staal steen stil stok storm toren veen
	veer veld verkoper vink vis visser vogel vos vries waard wal water weg west wever winter wit wolf zand zomer zon zwart zuid
	april art august baker bill black brown carpenter clay cook day dean drew faith field forest frank grace grant gray green grey
	hall hill hope hunter ivy jack jade joy june king lane lily little long love may miles miller moon moore nick page park parker
	pat penny pearl porter price rain ray rich rose ruby sandy short shop skip smith stone sun summer sunny victor violet walker
	wall ward warren way west white wood young`)

// months in Dutch, English and German, by number from 1.
var months = map[string]int{
	"januari": 1, "january": 1, "januar": 1, "jan": 1, "februari": 2, "february": 2, "februar": 2, "feb": 2,
	"maart": 3, "march": 3, "marz": 3, "maerz": 3, "mrt": 3, "mar": 3, "april": 4, "apr": 4, "mei": 5, "may": 5, "mai": 5,
	"juni": 6, "june": 6, "jun": 6, "juli": 7, "july": 7, "jul": 7, "augustus": 8, "august": 8, "aug": 8,
	"september": 9, "sept": 9, "sep": 9, "oktober": 10, "october": 10, "okt": 10, "oct": 10,
	"november": 11, "nov": 11, "december": 12, "dezember": 12, "dec": 12, "dez": 12,
}
