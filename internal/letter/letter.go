// Package letter says which letter goes to whom on which event. Its words come from internal/text; when and how a
// letter is sent is known elsewhere. It knows the types of procedure, and no database, mail server or page.
package letter

import "wederhoor/internal/procedure"

// Letter is a letter to be written: which, to whom, and the facts that it must tell as they were at its event.
// What can still move (the last day of a term that begins with the letter) is computed when it is sent.
type Letter struct {
	Slug string             // file name in internal/text/letters
	To   procedure.Role     // Consumer or Shop
	Task procedure.TaskKind // the task whose term begins when this letter is accepted; "" when none (rules 6.3)
	Data Data
}

// Data are the facts of a letter, stored with it as JSON. It holds no personal data: texts are references.
type Data struct {
	About     string             `json:"about,omitempty"`   // the offer
	Date      procedure.Date     `json:"date,omitzero"`     // a day fixed at the event
	Sender    procedure.Role     `json:"sender,omitempty"`  // who wrote, offered, declined
	Reason    string             `json:"reason,omitempty"`  // content id of a reason
	Offer     *procedure.Offer   `json:"offer,omitempty"`   // the text that was offered or agreed
	Outcome   procedure.Outcome  `json:"outcome,omitempty"` // how it ended
	Fact      string             `json:"fact,omitempty"`    // compliance: the fact beside the end
	Ground    procedure.Ground   `json:"ground,omitempty"`  // refused on
	Contested bool               `json:"contested,omitempty"`
	Final     bool               `json:"final,omitempty"`
	Reopen    bool               `json:"reopen,omitempty"`
	How       string             `json:"how,omitempty"`  // how the shop was told
	Task      procedure.TaskKind `json:"task,omitempty"` // the task that a letter speaks of, where it does not begin it
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

// both makes the same letter for each party.
func both(slug string, d Data) []Letter {
	return []Letter{{Slug: slug, To: procedure.Consumer, Data: d}, {Slug: slug, To: procedure.Shop, Data: d}}
}

// Slugs lists the letters that events can bring, for the test that each has words in every language.
func Slugs() []string {
	return []string{
		"m02-confirmation", "m03-notice", "m04-reminder-first", "m05-reminder-last", "m06-choice", "m07-choice-reminder",
		"m08-extension-consumer", "m08-extension-shop", "m10-message", "m12a-agreement", "m17-compliance-consumer",
		"m17-compliance-shop", "m18-closed", "m22-offer", "m23-offer-declined", "m24-shop-says-solved",
		"m26-mediation-asked", "m26-mediation-asked-shop", "m27-choice-undone", "m27-choice-undone-shop", "m28-paused",
		"m28-paused-shop", "m29-resumed-shop", "m30-reopened-shop", "m31-withdrawn", "m31-withdrawn-shop",
		"m32-not-ours-asked", "m33-not-ours-rejected", "m33-not-ours-rejected-consumer", "m34-refused",
		"m34-refused-shop", "m35-notice-failed", "m36-admission-asked", "m37-admitted", "m38-choice-lapsed",
		"m39-compliance-reminder", "m40-remedy-asked", "m41-proof-shown", "m42-not-carried-out",
		"m42-not-carried-out-shop", "m43-reached", "m44-noticed", "m48-term-extended",
	}
}
