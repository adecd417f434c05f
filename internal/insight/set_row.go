package insight

import (
	"encoding/base32"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wederhoor/internal/procedure"
)

// chunkRows is how many facts lie together. With it a chunk fills its pages of memory almost to the end.
const chunkRows = 1135

// chunk holds facts in columns, so that a figure reads only what it needs. What few facts have lies beside.
type chunk struct {
	age  uint32 // of the set when it became its writer's own; older ones belong to readers
	rows int
	// The earliest and the latest opening; a figure of another period passes the chunk by.
	least, most uint32

	n         [chunkRows]uint32 // its low bits; the high ones are in kinds
	opened    [chunkRows]uint32
	told      [chunkRows]uint32
	answered  [chunkRows]uint32
	asked     [chunkRows]uint32
	chose     [chunkRows]uint32
	settled   [chunkRows]uint32
	ended     [chunkRows]uint32
	member    [chunkRows]uint32
	before    [chunkRows]uint32 // place of the fact of the same member that came before, plus one; 0: none
	kinds     [chunkRows]uint32
	amount    [chunkRows][3]byte
	category  [chunkRows]uint8
	rules     [chunkRows]uint8
	survey    [2][chunkRows]uint8 // three answers of 0 to 5 as one number
	dispute   [chunkRows][16]byte
	reference [chunkRows][5]byte

	late []late         // by row
	odd  map[uint16]odd // what does not fit in the columns
}

// late are instants that few disputes come to.
type late struct {
	row                       uint16
	mediated, claimed, broken uint32
}

type odd struct {
	amount             int64
	dispute, reference string
}

// kinds packs small enumerations: each is an index into its table.
const (
	choiceBit     = 0  // 2 bits
	settledInBit  = 2  // 3
	stageBit      = 5  // 3
	endedInBit    = 8  // 3
	outcomeBit    = 11 // 4
	groundBit     = 15 // 4
	complianceBit = 19 // 3
	highBit       = 29 // 3: of n

	isSilent  = 1 << 22
	isPending = 1 << 23
	isOrdered = 1 << 24
	isLate    = 1 << 25 // the row has late instants
	isAtOnce  = 1 << 26 // mediation began with the choice
	isMediate = 1 << 27 // mediation began
	isClaimed = 1 << 28 // a ruling was claimed
)

var (
	choices   = []procedure.Choice{"", procedure.ChooseSolved, procedure.ChooseBusy, procedure.ChooseHelp}
	stages    = []procedure.Stage{"", procedure.Admission, procedure.Direct, procedure.Mediation, procedure.Ruling, procedure.Compliance, procedure.Ended}
	outcomes  = append([]procedure.Outcome{""}, procedure.Outcomes...)
	grounds   = append([]procedure.Ground{""}, procedure.Grounds...)
	compliant = []string{"", "done", "proof", "judged", "not_confirmed", "not_carried_out"}
)

// Indexes into stages.
const (
	inAdmission = iota + 1
	inDirect
	inMediation
	inRuling
	inCompliance
)

func settledIn(k uint32) uint32    { return k >> settledInBit & 7 }
func stageIn(k uint32) uint32      { return k >> stageBit & 7 }
func outcomeAt(k uint32) uint32    { return k >> outcomeBit & 15 }
func groundAt(k uint32) uint32     { return k >> groundBit & 15 }
func complianceAt(k uint32) uint32 { return k >> complianceBit & 7 }
func choiceAt(k uint32) uint32     { return k >> choiceBit & 3 }

// pack makes the kinds of a fact. The error names a word that the tables do not have.
func pack(f Fact) (uint32, error) {
	if f.N < 0 || f.N>>(32+3) != 0 {
		return 0, fmt.Errorf("fact %d: a place in the log that is not kept", f.N)
	}
	k := uint32(f.N>>32) << highBit
	var missing []string
	put := func(at, bit int, word string) {
		if at < 0 {
			missing = append(missing, word)
			return
		}
		k |= uint32(at) << bit
	}
	put(slices.Index(choices, f.Choice), choiceBit, string(f.Choice))
	put(slices.Index(stages, f.SettledIn), settledInBit, string(f.SettledIn))
	put(slices.Index(stages, f.Stage), stageBit, string(f.Stage))
	put(slices.Index(stages, f.EndedIn), endedInBit, string(f.EndedIn))
	put(slices.Index(outcomes, f.Outcome), outcomeBit, string(f.Outcome))
	put(slices.Index(grounds, f.Ground), groundBit, string(f.Ground))
	put(slices.Index(compliant, f.Compliance), complianceBit, f.Compliance)
	flag := func(set bool, bit uint32) {
		if set {
			k |= bit
		}
	}
	flag(f.Silent, isSilent)
	flag(f.Pending, isPending)
	flag(f.Ordered, isOrdered)
	flag(!f.Mediated.IsZero() && f.Mediated.Equal(f.Chose), isAtOnce)
	flag(!f.Mediated.IsZero(), isMediate)
	flag(!f.Claimed.IsZero(), isClaimed)
	if len(missing) > 0 {
		return 0, fmt.Errorf("fact %d: unknown words %q", f.N, missing)
	}
	return k, nil
}

// write puts a fact in a row, but for its member, category, rules and survey.
func (c *chunk) write(row int, f Fact, kinds uint32) {
	c.n[row] = uint32(f.N)
	c.opened[row], c.told[row], c.answered[row] = secondOf(f.Opened), secondOf(f.Told), secondOf(f.Answered)
	c.asked[row], c.chose[row] = secondOf(f.Asked), secondOf(f.Chose)
	c.settled[row], c.ended[row] = secondOf(f.Settled), secondOf(f.Ended)
	l := late{row: uint16(row), claimed: secondOf(f.Claimed), broken: secondOf(f.Broken)}
	if kinds&isAtOnce == 0 {
		l.mediated = secondOf(f.Mediated)
	}
	at, had := slices.BinarySearchFunc(c.late, l, func(a, b late) int { return int(a.row) - int(b.row) })
	if l.mediated|l.claimed|l.broken != 0 {
		kinds |= isLate
		if !had {
			c.late = slices.Insert(c.late, at, late{})
		}
		c.late[at] = l
	} else if had {
		c.late = slices.Delete(c.late, at, at+1)
	}
	c.kinds[row] = kinds
	c.writeNames(row, f)
	if c.least == 0 || c.opened[row] < c.least {
		c.least = c.opened[row]
	}
	c.most = max(c.most, c.opened[row])
}

func (c *chunk) writeNames(row int, f Fact) {
	var (
		o       odd
		fits    bool
		strange bool
	)
	if c.dispute[row], fits = packID(f.Dispute); !fits {
		o.dispute, strange = f.Dispute, true
	}
	if c.reference[row], fits = packReference(f.Reference); !fits {
		o.reference, strange = f.Reference, true
	}
	c.amount[row] = [3]byte{byte(f.Amount), byte(f.Amount >> 8), byte(f.Amount >> 16)}
	if f.Amount>>24 != 0 {
		o.amount, strange = f.Amount, true
	}
	switch {
	case strange:
		if c.odd == nil {
			c.odd = map[uint16]odd{}
		}
		c.odd[uint16(row)] = o
	case c.odd != nil:
		delete(c.odd, uint16(row))
	}
}

// place gives the N of a row.
func (c *chunk) place(row int) int64 {
	return int64(c.kinds[row]>>highBit)<<32 | int64(c.n[row])
}

// later gives the late instants of a row.
func (c *chunk) later(row int) late {
	var l late
	if c.kinds[row]&isLate != 0 {
		at, _ := slices.BinarySearchFunc(c.late, row, func(a late, row int) int { return int(a.row) - row })
		l = c.late[at]
	}
	if c.kinds[row]&isAtOnce != 0 {
		l.mediated = c.chose[row]
	}
	return l
}

// read gives the fact of a row, but for its member, category and rules.
func (c *chunk) read(row int) Fact {
	k, l := c.kinds[row], c.later(row)
	f := Fact{
		N: c.place(row), Dispute: unpackID(c.dispute[row]), Reference: unpackReference(c.reference[row]),
		Amount: int64(c.amount[row][0]) | int64(c.amount[row][1])<<8 | int64(c.amount[row][2])<<16,
		Opened: instantOf(c.opened[row]), Told: instantOf(c.told[row]), Answered: instantOf(c.answered[row]),
		Silent: k&isSilent != 0, Asked: instantOf(c.asked[row]),
		Choice: choices[choiceAt(k)], Chose: instantOf(c.chose[row]),
		Mediated: instantOf(l.mediated), Claimed: instantOf(l.claimed),
		Settled: instantOf(c.settled[row]), SettledIn: stages[settledIn(k)],
		Stage: stages[stageIn(k)], Outcome: outcomes[outcomeAt(k)], Ground: grounds[groundAt(k)],
		Ended: instantOf(c.ended[row]), EndedIn: stages[k>>endedInBit&7],
		Pending: k&isPending != 0, Ordered: k&isOrdered != 0, Compliance: compliant[complianceAt(k)],
		Broken: instantOf(l.broken),
		Survey: [2]Answers{unpackAnswers(c.survey[0][row]), unpackAnswers(c.survey[1][row])},
	}
	if o, is := c.odd[uint16(row)]; is {
		if o.dispute != "" {
			f.Dispute = o.dispute
		}
		if o.reference != "" {
			f.Reference = o.reference
		}
		if o.amount != 0 {
			f.Amount = o.amount
		}
	}
	return f
}

// own gives a copy that readers do not see.
func (c *chunk) own(age uint32) *chunk {
	fresh := *c
	fresh.age, fresh.late, fresh.odd = age, slices.Clone(c.late), maps.Clone(c.odd)
	return &fresh
}

func packAnswers(a Answers) uint8 {
	one := func(v int8) uint8 { return uint8(min(max(v, 0), 5)) }
	return one(a.Understood) + 6*one(a.Story) + 36*one(a.Fair)
}

func unpackAnswers(p uint8) Answers {
	return Answers{Understood: int8(p % 6), Story: int8(p / 6 % 6), Fair: int8(p / 36)}
}

// The ids and references of the house are kept in fewer bytes; others as they are.
var idLetters = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

func packID(id string) (p [16]byte, fits bool) {
	if len(id) != 26 {
		return p, id == ""
	}
	var b [17]byte // Decode may write a byte more than 26 letters give
	if n, err := idLetters.Decode(b[:], []byte(id)); err != nil || n != 16 {
		return p, false
	}
	p = [16]byte(b[:16])
	if unpackID(p) != id {
		return [16]byte{}, false
	}
	return p, true
}

func unpackID(p [16]byte) string {
	if p == [16]byte{} {
		return ""
	}
	return idLetters.EncodeToString(p[:])
}

const referenceLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

func packReference(r string) (p [5]byte, fits bool) {
	if len(r) != 9 || r[4] != '-' {
		return p, r == ""
	}
	var v uint64
	for i := range len(r) {
		if i == 4 {
			continue
		}
		at := strings.IndexByte(referenceLetters, r[i])
		if at < 0 {
			return p, false
		}
		v = v<<5 | uint64(at+1)
	}
	for i := range p {
		p[i] = byte(v >> (8 * i))
	}
	return p, true
}

func unpackReference(p [5]byte) string {
	var v uint64
	for i := range p {
		v |= uint64(p[i]) << (8 * i)
	}
	if v == 0 {
		return ""
	}
	b := []byte("0000-0000")
	for i := 8; i >= 0; i-- {
		if i == 4 {
			continue
		}
		b[i] = referenceLetters[v&31-1]
		v >>= 5
	}
	return string(b)
}
