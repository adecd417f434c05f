package document

import (
	"fmt"
	"strings"
)

// node is an element of the structure that readers of the PDF follow instead of the look of the pages: H1, P, TD.
type node struct {
	tag    string
	attrs  string // the dictionary of attributes, in PDF; "" for none
	alt    string // for who cannot see the element
	parent *node
	kids   []kid
	object int // its number in the file, given when it is written
}

// kid is what stands in an element: another element, or a marked piece of a page.
type kid struct {
	node       *node
	page, mark int // when node is nil: page from 0, mark within the page
}

// add makes an element in this one.
func (n *node) add(tag string) *node {
	k := &node{tag: tag, parent: n}
	n.kids = append(n.kids, kid{node: k})
	return k
}

// number gives the element and all below it their numbers in the file, and returns the next free one.
func (n *node) number(next int) int {
	n.object = next
	next++
	for _, k := range n.kids {
		if k.node != nil {
			next = k.node.number(next)
		}
	}
	return next
}

// write hands out the element and all below it as objects of the file. parent is the object that it stands in, page
// gives the object of a page.
func (n *node) write(parent int, page func(int) int, put func(number int, body string)) {
	var b strings.Builder
	fmt.Fprintf(&b, "<</Type/StructElem/S/%s/P %d 0 R", n.tag, parent)
	home := -1
	for _, k := range n.kids {
		if k.node == nil {
			home = k.page
			fmt.Fprintf(&b, "/Pg %d 0 R", page(home))
			break
		}
	}
	if n.attrs != "" {
		b.WriteString("/A" + n.attrs)
	}
	if n.alt != "" {
		b.WriteString("/Alt" + utf16Text(n.alt))
	}
	b.WriteString("/K[")
	for _, k := range n.kids {
		switch {
		case k.node != nil:
			fmt.Fprintf(&b, "%d 0 R ", k.node.object)
		case k.page == home:
			fmt.Fprintf(&b, "%d ", k.mark)
		default:
			fmt.Fprintf(&b, "<</Type/MCR/Pg %d 0 R/MCID %d>> ", page(k.page), k.mark)
		}
	}
	b.WriteString("]>>")
	put(n.object, b.String())
	for _, k := range n.kids {
		if k.node != nil {
			k.node.write(n.object, page, put)
		}
	}
}
