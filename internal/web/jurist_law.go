package web

import (
	"strings"
)

// lawGroup is articles about one subject.
type lawGroup struct {
	key  string
	laws []string
}

// lawGroups are the articles that a mediator or an adjudicator can put in a text, in the order of a purchase. Their
// names and words are under "law.name." and "law.text." in the catalogue. The list is the same in every case: which
// article fits is for the person who writes.
var lawGroups = []lawGroup{
	{"buy", []string{"6-217", "3-35", "6-230m", "6-230v", "6-193a", "6-236"}},
	{"delivery", []string{"7-9", "7-11", "7-19a"}},
	{"fault", []string{"7-17", "7-18a", "7-21", "7-22", "7-6a", "7-50aa"}},
	{"withdraw", []string{"6-230o", "6-230p", "6-230r", "6-230s"}},
	{"damage", []string{"6-74", "6-119"}},
}

// isLaw says that an article is one of those.
func isLaw(id string) bool {
	for _, g := range lawGroups {
		for _, l := range g.laws {
			if l == id {
				return true
			}
		}
	}
	return false
}

// addLaw puts the words of an article below what was typed in a field; its name goes to the field names, or behind the
// words when that is "". False when there is no such article.
func (q *request) addLaw(f *form, field, names, id string) bool {
	if !isLaw(id) {
		return false
	}
	name, words := q.T("law.name."+id), q.T("law.text."+id)
	if names == "" {
		words = strings.TrimSuffix(words, ".") + " (" + name + ")."
	} else if had := f.get(names); had == "" {
		f.values[names] = []string{name}
	} else if !strings.Contains(had, name) {
		f.values[names] = []string{had + ", " + name}
	}
	f.values[field] = []string{strings.TrimSpace(f.get(field) + "\n\n" + words)}
	return true
}
