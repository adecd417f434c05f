package insight

import (
	"math"
	"slices"
	"time"
)

// blockChunks is how many chunks are counted together: about nine thousand facts. Fewer would make more parts to add
// up, more would make a change cost more.
const blockChunks = 8

// block is a stretch of chunks with what was counted of them. What was published never changes, so that the counts hold
// for every later View that still has the block: after a change only the blocks that it touched are counted again.
type block struct {
	chunks      []*chunk
	least, most uint32 // the earliest and the latest opening
	sums        kept
}

// blocksOf parts chunks into blocks, and takes over those of before in which nothing changed.
func blocksOf(chunks []*chunk, before []*block) []*block {
	out := make([]*block, 0, len(chunks)/blockChunks+1)
	for part := range slices.Chunk(chunks, blockChunks) {
		if n := len(out); n < len(before) && slices.Equal(before[n].chunks, part) {
			out = append(out, before[n])
			continue
		}
		b := &block{chunks: slices.Clone(part), least: math.MaxUint32, sums: kept{most: mostSums}}
		for _, c := range part {
			b.least, b.most = min(b.least, c.least), max(b.most, c.most)
		}
		out = append(out, b)
	}
	return out
}

// part is what a figure counts of some facts; join adds what was counted of others.
type part[T any] interface{ join(T) }

// gather counts the rows that a filter asks for: of each block what is not known yet, and all of it together. What it
// gives is kept and shared, and not to be changed. Figure and now tell questions apart, now by its day.
func gather[T part[T]](v *View, figure string, f Filter, now time.Time, fresh func() T, count func(T, *chunk, []uint16)) T {
	ask := questionOf(figure, f, now)
	return keep(&v.sums, ask, func() T {
		sum, q := fresh(), v.query(f)
		switch {
		case q.none:
		case q.member >= 0:
			v.eachOf(q, func(c *chunk, rows []uint16) { count(sum, c, rows) })
		default:
			for _, b := range v.blocks {
				if b.least >= q.until || b.most < q.from {
					continue
				}
				sum.join(keep(&b.sums, ask, func() T {
					of := fresh()
					v.eachIn(b.chunks, q, func(c *chunk, rows []uint16) { count(of, c, rows) })
					return of
				}))
			}
		}
		return sum
	})
}

// counts are numbers by place: of a member, a week, a cause. Later places may be missing where nothing was counted.
type counts []int32

// join adds others, place by place.
func (n *counts) join(o *counts) {
	n.reach(len(*o))
	for i, x := range *o {
		(*n)[i] += x
	}
}

// reach makes room for so many places.
func (n *counts) reach(places int) {
	if missing := places - len(*n); missing > 0 {
		*n = append(*n, make(counts, missing)...)
	}
}

// add counts one at a place.
func (n *counts) add(place int) {
	n.reach(place + 1)
	(*n)[place]++
}

// at gives the number of a place.
func (n *counts) at(place int) int {
	if place < len(*n) {
		return int((*n)[place])
	}
	return 0
}

func newCounts() *counts { return new(counts) }
