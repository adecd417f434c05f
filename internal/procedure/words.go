package procedure

import "time"

// Role is the part that a person plays in a dispute.
type Role string

// The roles of process.md, "Who takes part".
const (
	Consumer      Role = "consumer"
	Shop          Role = "shop"
	Mediator      Role = "mediator"
	Adjudicator   Role = "adjudicator"
	Quality       Role = "quality"
	Administrator Role = "administrator"
	System        Role = "system"
	Public        Role = "public"
)

// Other gives the other party of a consumer or a shop.
func (r Role) Other() Role {
	if r == Consumer {
		return Shop
	}
	return Consumer
}

// Proof says how sure the program is of who acts (rules 7.1).
type Proof int

// The levels of proof, from weak to strong.
const (
	ByLink    Proof = iota // opened a link from a letter: status and choice, nothing more
	ByBrowser              // a browser once confirmed by code, or a signed-in account
	ByCode                 // a code typed for this very act
)

// Actor is who gives a command. ID is a pseudonym (an account's or a party's id), never a name.
type Actor struct {
	Role  Role
	ID    string
	Proof Proof
}

// Clock is the actor of all that time alone brings about.
var Clock = Actor{Role: System, ID: "clock", Proof: ByCode}

// Till is the actor that records what the payment provider said.
var Till = Actor{Role: System, ID: "till", Proof: ByCode}

// Post is the actor that records what mail servers said.
var Post = Actor{Role: System, ID: "post", Proof: ByCode}

// Stage is the part of the procedure in which a dispute is.
type Stage string

// The stages.
const (
	Admission  Stage = "admission"  // rules 0.4: staff judge whether it can be handled
	Direct     Stage = "direct"     // rules 1: the shop and the consumer solve it themselves
	Mediation  Stage = "mediation"  // rules 2
	Ruling     Stage = "ruling"     // rules 3, from the day on which a ruling can be asked for
	Compliance Stage = "compliance" // rules 4: an agreement or a ruling is to be carried out
	Ended      Stage = "ended"      // rules 5
)

// Outcome is how a dispute ended (rules 5.1).
type Outcome string

// The ends. Silence is "no answer", never "solved" (rules 1.4).
const (
	Withdrawn         Outcome = "withdrawn"
	Refused           Outcome = "refused"
	Solved            Outcome = "solved"
	AgreedDirect      Outcome = "agreement_direct"
	AgreedMediation   Outcome = "agreement_mediated"
	AgreedRuling      Outcome = "agreement_ruling"
	NoAnswer          Outcome = "no_answer"
	NotSolved         Outcome = "not_solved"
	Stopped           Outcome = "stopped"
	RuledUpheld       Outcome = "ruled_upheld"
	RuledPartly       Outcome = "ruled_partly"
	RuledDismissed    Outcome = "ruled_dismissed"
	RuledInadmissible Outcome = "ruled_inadmissible"
)

// RuledOutcomes are the four ways to rule (rules 3.5).
var RuledOutcomes = []Outcome{RuledUpheld, RuledPartly, RuledDismissed, RuledInadmissible}

// Outcomes lists all ends (rules 5.1).
var Outcomes = []Outcome{
	Withdrawn, Refused, Solved, AgreedDirect, AgreedMediation, AgreedRuling, NoAnswer, NotSolved, Stopped,
	RuledUpheld, RuledPartly, RuledDismissed, RuledInadmissible,
}

// Choice is one of the three answers to the choice (rules 1.3).
type Choice string

// The three choices.
const (
	ChooseSolved Choice = "solved"
	ChooseBusy   Choice = "busy"
	ChooseHelp   Choice = "help"
)

// Choices lists the three in the order in which letters and pages show them.
var Choices = []Choice{ChooseSolved, ChooseBusy, ChooseHelp}

// Category is what is wrong, in the consumer's words (law-and-words.md, Complaint categories).
type Category string

// The categories that the intake offers.
var Categories = []Category{
	"not_received", "faulty", "wrong_item", "no_refund", "guarantee",
	"invoice", "privacy", "accessibility", "other",
}

// Remedy is what the consumer asks or the shop offers.
type Remedy string

// Remedies lists all; RemediesFor says which fit a category.
var Remedies = []Remedy{
	"deliver", "resend", "repair", "refund", "part_refund", "return_goods", "explain", "other",
}

// RemediesFor lists the remedies that fit a category, best first (rules 0.2).
func RemediesFor(c Category) []Remedy {
	switch c {
	case "not_received":
		return []Remedy{"deliver", "refund", "explain", "other"}
	case "faulty":
		return []Remedy{"repair", "resend", "part_refund", "refund", "other"}
	case "wrong_item":
		return []Remedy{"resend", "refund", "return_goods", "other"}
	case "no_refund":
		return []Remedy{"refund", "part_refund", "return_goods", "other"}
	case "guarantee":
		return []Remedy{"repair", "resend", "part_refund", "other"}
	case "invoice":
		return []Remedy{"refund", "part_refund", "explain", "other"}
	case "privacy", "accessibility":
		return []Remedy{"explain", "other"}
	default:
		return Remedies
	}
}

// AsksMoney says whether an amount belongs to the remedy.
func (r Remedy) AsksMoney() bool { return r == "refund" || r == "part_refund" }

// Ground is a reason for refusal from the closed list (rules 0.4, Directive 2013/11/EU art. 5(4)).
type Ground string

// The closed list of grounds.
const (
	GroundNoMember Ground = "no_member"
	GroundBusiness Ground = "business"
	GroundTooOld   Ground = "too_old"
	GroundSame     Ground = "same"
	GroundCourt    Ground = "court"
	GroundPaidBack Ground = "paid_back"
	GroundTooMuch  Ground = "too_much"
	GroundNotOurs  Ground = "not_ours"
)

// Grounds is the closed list in the order of rules 0.4.
var Grounds = []Ground{
	GroundNoMember, GroundBusiness, GroundTooOld, GroundSame,
	GroundCourt, GroundPaidBack, GroundTooMuch, GroundNotOurs,
}

// Intake holds the answers of the form on which the grounds for refusal are judged.
type Intake struct {
	Purchase    Date      // day of the order; the first of the month when only that is known
	Told        Date      // day on which the consumer told the shop; zero when never
	AmountCents int64     // value of the claim
	Business    bool      // bought as a business
	Court       bool      // before a court already
	PaidBack    bool      // paid back already by bank or payment service
	Same        bool      // the same complaint is open, or has ended by agreement or ruling
	MemberSince Date      // start of the membership
	MemberUntil Date      // last day of the membership; zero when it goes on
	Now         time.Time // instant at which it is judged
}

// GroundsOf tells under which grounds a complaint seems to fall (rules 0.4); none means that it goes to the shop
// at once.
func (r Rules) GroundsOf(in Intake) []Ground {
	var g []Ground
	if in.Purchase.Before(in.MemberSince) || (!in.MemberUntil.IsZero() && in.Purchase.After(in.MemberUntil)) {
		g = append(g, GroundNoMember)
	}
	if in.Business {
		g = append(g, GroundBusiness)
	}
	if !in.Told.IsZero() && in.Told.AddMonths(r.ToldMonths).Before(DateOf(in.Now)) {
		g = append(g, GroundTooOld)
	}
	if in.Same {
		g = append(g, GroundSame)
	}
	if in.Court {
		g = append(g, GroundCourt)
	}
	if in.PaidBack {
		g = append(g, GroundPaidBack)
	}
	if in.AmountCents > r.MostCents {
		g = append(g, GroundTooMuch)
	}
	return g
}
