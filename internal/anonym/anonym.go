// Package anonym proposes what to hide before a ruling is published in anonymised form: names, addresses, contact
// details, numbers of orders, accounts and persons, dates of birth, licence plates, links. A person confirms each
// proposal, so a doubtful one is proposed too, and its reason says that it is doubtful.
//
// The name of the shop is published and never proposed. The package is pure: it may import the standard library and
// golang.org/x/text only, reads nothing and never asks what time it is. The words that replace what is hidden, and the
// reasons, come from the catalogue by their keys.
package anonym

import (
	"cmp"
	"slices"
	"time"
)

// Kind is what a hidden piece of text was; the word that replaces it follows from it.
type Kind string

// The kinds, the most telling first: of two proposals of one length that overlap, the first kind names both.
const (
	IBAN      Kind = "iban"
	BSN       Kind = "bsn" // the Dutch number of a person
	Email     Kind = "email"
	Phone     Kind = "phone"
	Order     Kind = "order" // of an order, an invoice, a parcel or a customer
	Reference Kind = "reference"
	KvK       Kind = "kvk"
	Birth     Kind = "birth"
	Plate     Kind = "plate"
	URL       Kind = "url"
	Address   Kind = "address"
	Postcode  Kind = "postcode"
	Name      Kind = "name"
)

// Kinds are all kinds, in the order of the constants.
var Kinds = []Kind{IBAN, BSN, Email, Phone, Order, Reference, KvK, Birth, Plate, URL, Address, Postcode, Name}

// The keys of the reasons for a proposal.
const (
	WhyKnown    = "anonym.why.known"    // it stands in the data of the case
	WhyOrdinary = "anonym.why.ordinary" // a name in the data of the case, but here perhaps an ordinary word
	WhyForm     = "anonym.why.form"     // it has the form of this kind
	WhyNear     = "anonym.why.near"     // it has the form, and the words beside it say what it is
	WhyTitle    = "anonym.why.title"    // a name behind a form of address
	WhyOld      = "anonym.why.old"      // a day so long ago that it may be one of birth
)

// Known is what the data of the case say about the people in it.
type Known struct {
	Names         []string // consumer, helper, contact persons; each a full name as it was typed
	Shop          string   // published, so never hidden, also where a part of it is a name
	Emails        []string
	Phones        []string
	Addresses     []string // each on one line or several: street, postcode, place
	OrderNumbers  []string
	Reference     string    // of the case
	SoleTraderKvK bool      // the shop is one person, so its number of the chamber of commerce is hidden
	Now           time.Time // days more than 16 years before it may be days of birth; zero: only those that are called so
}

// Span is one proposal.
type Span struct {
	Start, End  int // bytes of the text, on rune boundaries; Start < End
	Kind        Kind
	Text        string // what stands there
	Why         string // key of the reason
	Replacement string // key of the word in its place, "anonym.word." + Kind
}

// Propose gives what to hide in the text, in its order, without overlap.
//
// Text is compared without regard to case, accents, width, invisible characters and letters that only look alike, and
// a known value is found also when lines or spaces break it.
func Propose(text string, known Known) []Span {
	f := foldText(text)
	s := &search{f: f, known: known}
	s.shop()
	s.names()
	s.titles()
	s.addresses()
	s.postcodes()
	s.emails()
	s.urls()
	s.phones()
	s.ibans()
	s.personNumbers()
	s.tradeNumbers()
	s.orders()
	s.births()
	s.plates()
	return s.spans()
}

// hit is a piece of the folded text before it is a proposal.
type hit struct {
	a, b int
	kind Kind
	why  string
}

// search gathers the hits of one text.
type search struct {
	f     *folded
	known Known
	kept  [][2]int // where the shop's name stands
	hits  []hit
}

func (s *search) add(a, b int, kind Kind, why string) {
	if a < b {
		s.hits = append(s.hits, hit{a, b, kind, why})
	}
}

// shop notes where the shop's name stands.
func (s *search) shop() {
	s.kept = s.f.find(foldKey(s.known.Shop, isAlnum), loose, true)
}

// spare cuts the shop's name out of a hit: a name loses the part that is the shop's, others only give way as a whole.
func (s *search) spare(h hit) []hit {
	out := []hit{h}
	for _, k := range s.kept {
		var rest []hit
		for _, h := range out {
			switch {
			case h.b <= k[0] || k[1] <= h.a:
				rest = append(rest, h)
			case k[0] <= h.a && h.b <= k[1]: // all of it is the shop's
			case h.kind != Name:
				rest = append(rest, h)
			default:
				left, right := h, h
				left.b, right.a = s.f.trimRight(h.a, k[0]), s.f.trimLeft(k[1], h.b)
				for _, part := range []hit{left, right} {
					if part.a < part.b {
						rest = append(rest, part)
					}
				}
			}
		}
		out = rest
	}
	return out
}

// spans turns the hits into proposals: overlapping ones become one, of the kind of the longest.
func (s *search) spans() []Span {
	var all []hit
	for _, h := range s.hits {
		all = append(all, s.spare(h)...)
	}
	var out []Span
	longest := 0
	for _, sp := range s.sorted(all) {
		if n := len(out); n > 0 && sp.Start < out[n-1].End {
			last := &out[n-1]
			last.End = max(last.End, sp.End)
			if size := sp.End - sp.Start; size > longest {
				last.Kind, last.Why, longest = sp.Kind, sp.Why, size
			}
			continue
		}
		longest = sp.End - sp.Start
		out = append(out, sp)
	}
	for i := range out {
		out[i].Text = s.f.source[out[i].Start:out[i].End]
		out[i].Replacement = "anonym.word." + string(out[i].Kind)
	}
	return out
}

func (s *search) sorted(hits []hit) []Span {
	out := make([]Span, 0, len(hits))
	for _, h := range hits {
		start, end := s.f.origin(h.a, h.b)
		out = append(out, Span{Start: start, End: end, Kind: h.kind, Why: h.why})
	}
	slices.SortStableFunc(out, func(a, b Span) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End),
			cmp.Compare(slices.Index(Kinds, a.Kind), slices.Index(Kinds, b.Kind)))
	})
	return out
}
