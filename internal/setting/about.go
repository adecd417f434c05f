package setting

import "fmt"

// about checks that what the public page says is said in both languages.
func (c *checks) about(a About) {
	c.both("about.listed", a.Listed, a.ListedEn)
	c.both("about.expertise", a.Expertise, a.ExpertiseEn)
	c.both("about.impartial", a.Impartial, a.ImpartialEn)
	c.both("about.networks", a.Networks, a.NetworksEn)
}

func (c *checks) both(key, nl, en string) {
	switch {
	case nl != "" && en == "":
		c.bad(key+"_en", "must be set: the page is there in English too")
	case nl == "" && en != "":
		c.bad(key, "must be set: the page is there in Dutch too")
	}
}

// people checks that of each person everything is said that the directive asks for.
func (c *checks) people(people []Person) {
	for i, p := range people {
		for _, need := range []struct{ key, value string }{
			{"name", p.Name},
			{"role", p.Role},
			{"role_en", p.RoleEn},
			{"appointed", p.Appointed},
			{"appointed_en", p.AppointedEn},
			{"term", p.Term},
			{"term_en", p.TermEn},
		} {
			if need.value == "" {
				c.bad(fmt.Sprintf("people[%d].%s", i, need.key), "must be set: the page about the trustmark names it of everybody who decides")
			}
		}
	}
}
