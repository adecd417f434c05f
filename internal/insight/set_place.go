package insight

// places finds the place of a fact by its N: a table with open addresses that holds only places, since the facts hold
// the N. Writers alone use it.
type places struct {
	slots []uint32 // place plus one; 0: free
	used  int
}

func (p *places) slot(n int64) int {
	h := uint64(n) * 0x9e3779b97f4a7c15
	h ^= h >> 32
	return int(h % uint64(len(p.slots)))
}

func (p *places) find(s *Set, n int64) (int, bool) {
	if len(p.slots) == 0 {
		return 0, false
	}
	for i := p.slot(n); ; i++ {
		if i == len(p.slots) {
			i = 0
		}
		v := p.slots[i]
		if v == 0 {
			return 0, false
		}
		if at := int(v - 1); s.chunks[at/chunkRows].place(at%chunkRows) == n {
			return at, true
		}
	}
}

// add notes the place of a new N, whose fact need not be written yet.
func (p *places) add(s *Set, n int64, at int) {
	if p.used*20 >= len(p.slots)*17 { // at most 85 % are used
		old := p.slots
		p.slots, p.used = make([]uint32, len(old)*6/5+64), 0
		for _, v := range old {
			if v != 0 {
				i := int(v - 1)
				p.put(s.chunks[i/chunkRows].place(i%chunkRows), i)
			}
		}
	}
	p.put(n, at)
}

func (p *places) put(n int64, at int) {
	i := p.slot(n)
	for p.slots[i] != 0 {
		if i++; i == len(p.slots) {
			i = 0
		}
	}
	p.slots[i] = uint32(at) + 1
	p.used++
}
