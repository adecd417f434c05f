package insight

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"wederhoor/internal/procedure"
)

// Set holds the facts of all disputes in memory: under 80 bytes each, in columns. One goroutine writes (Put, SetSurvey,
// PutMember) and shows what it wrote by Publish; any number read what was published last, by View. Publish copies no
// facts: what is written afterwards goes to a copy of the few chunks that it touches.
type Set struct {
	chunks  []*chunk
	rows    int
	age     uint32
	places  places
	members []Member
	index   map[string]uint32 // of members, by id
	last    []uint32          // by member: place of its newest fact, plus one
	tables  tables
	known   bool // members and index are the writer's own
	shown   atomic.Pointer[View]
}

// tables give words numbers. They only grow: number 0 is the first word that came.
type tables struct{ categories, rules []string }

// View is a Set as it was when it was published. It never changes.
type View struct {
	chunks  []*chunk
	blocks  []*block
	rows    int
	members []Member
	index   map[string]uint32
	last    []uint32
	sectors []string
	sector  []uint16 // by member: index into sectors
	tables  tables
	kept    kept // figures
	sums    kept // what they were made from; apart, since a figure can be named as its sum
}

// NewSet gives an empty set.
func NewSet() *Set {
	s := &Set{index: map[string]uint32{}, known: true}
	s.Publish()
	return s
}

var errTooMany = errors.New("more than 256 different words")

// Put adds a fact, or replaces the one with the same N; its survey stays. Instants are kept to the second. It fails
// on words that the procedure does not have.
func (s *Set) Put(f Fact) error {
	kinds, err := pack(f)
	if err != nil {
		return err
	}
	category, err := number(&s.tables.categories, string(f.Category))
	if err != nil {
		return fmt.Errorf("fact %d: category: %w", f.N, err)
	}
	rules, err := number(&s.tables.rules, f.Rules)
	if err != nil {
		return fmt.Errorf("fact %d: rules: %w", f.N, err)
	}
	member := s.memberAt(f.Member)
	at, there := s.places.find(s, f.N)
	if !there {
		at = s.grow()
		s.places.add(s, f.N, at)
	}
	c, row := s.mine(at)
	if there && c.member[row] != member {
		s.unlink(at)
	}
	if !there || c.member[row] != member {
		c.before[row], s.last[member] = s.last[member], uint32(at)+1
	}
	c.member[row], c.category[row], c.rules[row] = member, category, rules
	c.write(row, f, kinds)
	if f.Survey[0] != (Answers{}) || f.Survey[1] != (Answers{}) {
		c.survey[0][row], c.survey[1][row] = packAnswers(f.Survey[0]), packAnswers(f.Survey[1])
	}
	return nil
}

// SetSurvey puts the answers of a party, the consumer or the shop, to a fact. It says whether that changed something:
// not when they were known, and not when there is no such fact yet.
func (s *Set) SetSurvey(n int64, party procedure.Role, a Answers) bool {
	at, there := s.places.find(s, n)
	if !there || party != procedure.Consumer && party != procedure.Shop {
		return false
	}
	packed, side := packAnswers(a), sideOf(party)
	if s.chunks[at/chunkRows].survey[side][at%chunkRows] == packed {
		return false
	}
	c, row := s.mine(at)
	c.survey[side][row] = packed
	return true
}

func sideOf(party procedure.Role) int {
	if party == procedure.Shop {
		return 1
	}
	return 0
}

// PutMember adds a member, or replaces the one with the same id.
func (s *Set) PutMember(m Member) {
	at := s.memberAt(m.ID)
	if s.members[at] == m {
		return
	}
	s.knowMembers()
	s.members[at] = m
}

// Publish shows what was written to those who call View from now on.
func (s *Set) Publish() {
	v := &View{
		chunks: slices.Clone(s.chunks), rows: s.rows, members: s.members, index: s.index,
		last: slices.Clone(s.last), tables: s.tables,
	}
	old := s.shown.Load()
	if old != nil && !s.known {
		v.sectors, v.sector = old.sectors, old.sector
	} else {
		v.groupSectors()
	}
	if v.blocks = blocksOf(v.chunks, nil); old != nil && v.sameSectors(old) {
		v.blocks = blocksOf(v.chunks, old.blocks)
	}
	s.known = false
	s.age++
	s.shown.Store(v)
}

// View gives what was published last.
func (s *Set) View() *View { return s.shown.Load() }

// knowMembers gives the writer members of its own: readers have those that were published.
func (s *Set) knowMembers() {
	if !s.known {
		s.members, s.index, s.known = slices.Clone(s.members), maps.Clone(s.index), true
	}
}

// memberAt gives the number of a member, and a new one to one that is not known.
func (s *Set) memberAt(id string) uint32 {
	if at, ok := s.index[id]; ok {
		return at
	}
	s.knowMembers()
	at := uint32(len(s.members))
	s.members, s.last = append(s.members, Member{ID: id}), append(s.last, 0)
	s.index[id] = at
	return at
}

// number gives the number of a word.
func number(table *[]string, word string) (uint8, error) {
	at := slices.Index(*table, word)
	if at >= 0 {
		return uint8(at), nil
	}
	if len(*table) == 256 {
		return 0, errTooMany
	}
	*table = append(*table, word)
	return uint8(len(*table) - 1), nil
}

// grow gives the place of a new row.
func (s *Set) grow() int {
	if s.rows == len(s.chunks)*chunkRows {
		s.chunks = append(s.chunks, &chunk{age: s.age})
	}
	at := s.rows
	s.rows++
	c, row := s.mine(at)
	c.rows = row + 1
	return at
}

// mine gives the chunk and the row of a place, to write in.
func (s *Set) mine(at int) (*chunk, int) {
	c := s.chunks[at/chunkRows]
	if c.age != s.age {
		c = c.own(s.age)
		s.chunks[at/chunkRows] = c
	}
	return c, at % chunkRows
}

// unlink takes a row out of the chain of its member.
func (s *Set) unlink(at int) {
	c, row := s.chunks[at/chunkRows], at%chunkRows
	member, next := c.member[row], c.before[row]
	if s.last[member] == uint32(at)+1 {
		s.last[member] = next
		return
	}
	for p := s.last[member]; p != 0; {
		i := int(p - 1)
		p = s.chunks[i/chunkRows].before[i%chunkRows]
		if p == uint32(at)+1 {
			c, row := s.mine(i)
			c.before[row] = next
			return
		}
	}
}

func (v *View) groupSectors() {
	at := map[string]uint16{}
	v.sector = make([]uint16, len(v.members))
	for i, m := range v.members {
		n, known := at[m.Sector]
		if !known {
			n = uint16(len(v.sectors))
			at[m.Sector], v.sectors = n, append(v.sectors, m.Sector)
		}
		v.sector[i] = n
	}
}

// sameSectors says that what was counted by sector in an older view is by the same ones now: there are no others, and
// nobody changed to another. New members may have come.
func (v *View) sameSectors(old *View) bool {
	return slices.Equal(v.sectors, old.sectors) && slices.Equal(v.sector[:len(old.sector)], old.sector)
}

// Len is the number of facts.
func (v *View) Len() int { return v.rows }

// Oldest gives the instant at which the first of all disputes was opened; zero when there is none.
func (v *View) Oldest() time.Time {
	oldest := uint32(0)
	for _, b := range v.blocks {
		if oldest == 0 || b.least < oldest {
			oldest = b.least
		}
	}
	return instantOf(oldest)
}

// Members gives all members, in the order in which they came. It is not to be changed.
func (v *View) Members() []Member { return v.members }

// Member gives a member.
func (v *View) Member(id string) (Member, bool) {
	at, ok := v.index[id]
	if !ok {
		return Member{}, false
	}
	return v.members[at], true
}

// Sectors, Categories and Versions (of the rules) are the words that facts and members have, in order.
func (v *View) Sectors() []string { return sorted(v.sectors) }

// Categories are those of the facts, in order.
func (v *View) Categories() []string { return sorted(v.tables.categories) }

// Versions are those of the rules under which the disputes were opened, in order.
func (v *View) Versions() []string { return sorted(v.tables.rules) }

func sorted(words []string) []string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return out
}

// Facts gives the facts of a member, by N.
func (v *View) Facts(member string) []Fact {
	m, ok := v.index[member]
	if !ok {
		return nil
	}
	var out []Fact
	for p := v.last[m]; p != 0; {
		c, row := v.chunks[(p-1)/chunkRows], int((p-1)%chunkRows)
		out = append(out, v.fact(c, row))
		p = c.before[row]
	}
	slices.SortFunc(out, func(a, b Fact) int { return int(a.N - b.N) })
	return out
}

// All hands out all facts, in the order in which they came.
func (v *View) All(yield func(Fact) bool) {
	for _, c := range v.chunks {
		for row := range c.rows {
			if !yield(v.fact(c, row)) {
				return
			}
		}
	}
}

func (v *View) fact(c *chunk, row int) Fact {
	f := c.read(row)
	f.Member = v.members[c.member[row]].ID
	f.Category, f.Rules = procedure.Category(v.tables.categories[c.category[row]]), v.tables.rules[c.rules[row]]
	return f
}
