package registry

// Assigned gives the account of the adjudicator of a case, also before they have declared; staff only.
func (v View) Assigned() string {
	if !isStaff(v.Viewer.Actor.Role) {
		return ""
	}
	return v.state.File.Adjudicator
}

// RefundAsked gives the payment of which somebody of staff asked to give it back, and who asked; false when nothing
// waits for a second person (rules 3.8). Staff only.
func (v View) RefundAsked() (payment, by string, ok bool) {
	if !isStaff(v.Viewer.Actor.Role) || v.state.Money.Asked == "" {
		return "", "", false
	}
	return v.state.Money.Asked, v.state.Money.AskedBy, true
}

// Returnable lists the payments that can be given back by hand (rules 3.8); staff only.
func (v View) Returnable() []string {
	if !isStaff(v.Viewer.Actor.Role) || v.state.Money.Asked != "" {
		return nil
	}
	var out []string
	for _, p := range v.state.Returnable() {
		out = append(out, p.ID)
	}
	return out
}
