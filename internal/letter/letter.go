// Package letter says which letter goes to whom on which event. Its words come from internal/text; when and how a
// letter is sent is known elsewhere. It knows the types of procedure, and no database, mail server or page.
package letter

import "wederhoor/internal/procedure"

// Letter is a letter to be written: which, to whom, and the facts that it must tell as they were at its event.
// What can still move (the last day of a term that begins with the letter) is computed when it is sent.
type Letter struct {
	Slug string             // file name in internal/text/letters
	To   procedure.Role     // Consumer, Shop, or the Adjudicator of the case
	Task procedure.TaskKind // the task whose term begins when this letter is accepted; "" when none (rules 6.3)
	Data Data
}

// Data are the facts of a letter, stored with it as JSON. It holds no personal data: texts are references.
type Data struct {
	About     string             `json:"about,omitempty"`   // the offer, or what else its task is about
	Date      procedure.Date     `json:"date,omitzero"`     // a day fixed at the event
	Sender    procedure.Role     `json:"sender,omitempty"`  // who wrote, offered, declined
	Reason    string             `json:"reason,omitempty"`  // content id of a reason
	Offer     *procedure.Offer   `json:"offer,omitempty"`   // the text that was offered or agreed
	Outcome   procedure.Outcome  `json:"outcome,omitempty"` // how it ended
	Fact      string             `json:"fact,omitempty"`    // compliance: the fact beside the end
	Did       string             `json:"did,omitempty"`     // the same of what the consumer had to do
	Owes      bool               `json:"owes,omitempty"`    // it is about what the consumer has to do
	Orders    bool               `json:"orders,omitempty"`  // orders of the ruling changed
	Ground    procedure.Ground   `json:"ground,omitempty"`  // refused on
	Contested bool               `json:"contested,omitempty"`
	Final     bool               `json:"final,omitempty"`
	Reopen    bool               `json:"reopen,omitempty"`
	How       string             `json:"how,omitempty"`     // how the shop was told, how the mediation ended
	Task      procedure.TaskKind `json:"task,omitempty"`    // the task that a letter speaks of, where it does not begin it
	Ruled     bool               `json:"ruled,omitempty"`   // what is to be carried out is a ruling, not an agreement
	Both      bool               `json:"both,omitempty"`    // the consumer has something to do as well
	Again     bool               `json:"again,omitempty"`   // it comes after an earlier one: a new proposal, another adjudicator
	Granted   bool               `json:"granted,omitempty"` // of what was asked
	Cents     int64              `json:"cents,omitempty"`   // paid, or going back
	Receipt   string             `json:"receipt,omitempty"` // its number
	Why       string             `json:"why,omitempty"`     // money goes back
}

// row makes the letters of one type of event, from the state after it.
type row func(e procedure.Event, s procedure.State) []Letter

// For gives the letters of an event, in the order in which they are to be sent. s is the state after the event.
func For(e procedure.Event, s procedure.State) []Letter {
	if f, ok := table[procedure.TypeOf(e.Body)]; ok {
		return f(e, s)
	}
	return nil
}

func one(slug string, to procedure.Role, task procedure.TaskKind, d Data) []Letter {
	return []Letter{{Slug: slug, To: to, Task: task, Data: d}}
}

// consumerShop makes a letter for each party: the shop's has "-shop" behind its name.
func consumerShop(slug string, d Data) []Letter {
	return []Letter{{Slug: slug, To: procedure.Consumer, Data: d}, {Slug: slug + "-shop", To: procedure.Shop, Data: d}}
}

// toAdjudicator makes a letter to who has the case, if anybody has.
func toAdjudicator(slug string, d Data, s procedure.State) []Letter {
	if s.File.Adjudicator == "" {
		return nil
	}
	return one(slug, procedure.Adjudicator, "", d)
}

// also adds a letter for somebody who gets none yet.
func also(letters []Letter, l Letter) []Letter {
	for _, x := range letters {
		if x.To == l.To {
			return letters
		}
	}
	return append(letters, l)
}

// parties are the two sides, in the order in which letters to both are sent.
var parties = []procedure.Role{procedure.Consumer, procedure.Shop}

func isParty(r procedure.Role) bool { return r == procedure.Consumer || r == procedure.Shop }

// both makes the same letter for each party.
func both(slug string, d Data) []Letter {
	return []Letter{{Slug: slug, To: procedure.Consumer, Data: d}, {Slug: slug, To: procedure.Shop, Data: d}}
}
