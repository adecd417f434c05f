package chart

import "slices"

// marked draws the triangles and diamonds, the ring around the reader's own member, and the names.
func (f *funnel) marked() {
	var triangles, diamonds, beyond, own []point
	for _, m := range f.members {
		switch m.mark {
		case markTriangle:
			triangles = append(triangles, m.at)
		case markDiamond:
			diamonds = append(diamonds, m.at)
		case markNone:
		}
		if m.beyond && (m.mark != markNone || m.Own) {
			beyond = append(beyond, m.at)
		}
		if m.Own {
			own = append(own, m.at)
		}
	}
	f.marks("triangle", shapeTriangle, triangles...)
	f.marks("diamond", shapeDiamond, diamonds...)
	f.marks("beyond", shapeBeyond, apart(beyond, 11)...)
	f.marks("ring", shapeRing, own...)
	f.names()
}

// names writes a name beside each diamond and the own member, at the first side where it touches nothing. A name
// without room is left out: it is in the table.
func (f *funnel) names() {
	var taken []box
	for _, m := range f.members {
		if m.mark != markNone || m.Own {
			taken = append(taken, box{m.at.x - 7, m.at.y - 7, m.at.x + 7, m.at.y + 7})
		}
	}
	var named []placed
	for _, m := range f.members {
		if m.Own || m.mark == markDiamond {
			named = append(named, m)
		}
	}
	slices.SortStableFunc(named, func(a, b placed) int {
		switch {
		case a.Own && !b.Own:
			return -1
		case b.Own && !a.Own:
			return 1
		}
		return compare(a.at.y, b.at.y)
	})
	room := box{f.p.left, f.p.top - 12, f.p.right, f.p.bottom}
	for _, m := range named {
		if m.Name == "" {
			continue
		}
		words, away := fit(m.Name, (f.p.right-f.p.left)*0.6), 12.0
		if m.beyond {
			words += " " + f.v.Number.of(m.rate(), 1)
		}
		if m.Own {
			away = 17
		}
		for _, s := range []struct {
			anchor string
			x, y   float64
		}{
			{"start", m.at.x + away, m.at.y + 5},
			{"end", m.at.x - away, m.at.y + 5},
			{"middle", m.at.x, m.at.y - away},
			{"middle", m.at.x, m.at.y + away + 9},
		} {
			b := wordsBox(s.anchor, s.x, s.y, words)
			if !b.inside(room) || touches(b, taken) {
				continue
			}
			taken = append(taken, b)
			f.text("who", s.anchor, s.x, s.y, words)
			break
		}
	}
}
