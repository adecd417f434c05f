package matrix

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/tests/world"
)

// person is somebody with a browser, and the cases of which they may open the page.
type person struct {
	name string // kind first: consumer, shop, mediator, administrator, quality, jurist, nobody
	*world.Browser
	may map[string]bool // case number
}

func (q person) kind() string {
	kind, _, _ := strings.Cut(q.name, " ")
	return kind
}

// secret is a text of a case, and who may read it.
type secret struct {
	text string
	may  []string // names of people
}

// item is a case of the scene.
type item struct {
	*world.Case
	name    string
	ids     map[string]string // what an address may have after a word: bewijs → a document
	secrets []secret
}

type scene struct {
	w      *world.World
	cases  []*item
	people []person

	mediator, jurist string // accounts
}

const (
	lindeboom = "klantenservice@delindeboom.example" // the shop of most cases
	foreign   = "two"                                // the case of another shop
)

var staffNames = []string{"mediator", "mediator mo", "administrator", "quality"}

// newScene makes a case in each state that differs for whoever looks at it, and everybody around them: one that both
// parties talk in, one of another shop, a closed one, one that staff still judge, one in mediation, one that is paid and
// whose adjudicator has read the names only, one whose file is open, and one with a ruling.
func newScene(t *testing.T) *scene {
	t.Helper()
	w := world.New(t, time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC))
	s := &scene{w: w}
	s.mediator, s.jurist = s.account(t, "sanne@keurmerk.example"), s.account(t, "jet@recht.example")
	for _, name := range []string{"one", foreign, "closed", "held", "room", "named", "file", "ruled"} {
		member, grounds := "1001", []p.Ground(nil)
		switch name {
		case foreign:
			member = "1003"
		case "held":
			grounds = []p.Ground{p.GroundBusiness}
		}
		k := &item{Case: w.Open(member, name+"@voorbeeld.example", grounds...), name: name, ids: map[string]string{}}
		s.cases = append(s.cases, k)
		s.add("consumer "+name, k).AsConsumer(k.Case)
	}
	for _, k := range s.cases {
		if k.name != "held" {
			k.Say(k.Consumer(p.ByBrowser))
			k.Say(k.ShopViewer())
			s.upload(t, k)
		}
		s.plain(k)
	}
	s.people = append(s.people, person{name: "nobody", Browser: w.Browser("nobody"), may: map[string]bool{}})
	s.add("shop 1001", s.of("1001")...).AsShop(lindeboom)
	s.add("shop 1003", s.of("1003")...).AsShop("bestel@cafezoe.example")
	s.add("shop 1002").AsShop("info@luchtkasteel.example")
	for name, email := range map[string]string{
		"mediator": "sanne@keurmerk.example", "mediator mo": "mo@keurmerk.example",
		"administrator": "bas@keurmerk.example", "quality": "kim@keurmerk.example",
	} {
		s.add(name, s.cases...)
		s.the(name).AsStaff(email)
	}
	s.add("jurist", s.get("named"), s.get("file"), s.get("ruled")).AsStaff("jet@recht.example")
	s.add("jurist joris").AsStaff("joris@recht.example")

	one := s.get("closed")
	one.Act(one.Consumer(p.ByCode), func(*registry.Writing) p.Command { return p.Withdraw{} })
	w.Advance(9 * 24 * time.Hour)
	for _, name := range []string{"room", "named", "file", "ruled"} {
		s.mediate(t, s.get(name))
	}
	for _, name := range []string{"named", "file", "ruled"} {
		s.request(t, s.get(name))
	}
	for _, name := range []string{"file", "ruled"} {
		s.hear(t, s.get(name))
	}
	s.rule(t, s.get("ruled"))
	for _, b := range s.people { // staff sign in every half day, and the days above are over
		switch b.kind() {
		case "mediator", "administrator", "quality", "jurist":
			b.AsStaff(map[string]string{
				"mediator": "sanne@keurmerk.example", "mediator mo": "mo@keurmerk.example", "administrator": "bas@keurmerk.example",
				"quality": "kim@keurmerk.example", "jurist": "jet@recht.example", "jurist joris": "joris@recht.example",
			}[b.name])
		case "shop":
			b.AsShop(map[string]string{"shop 1001": lindeboom, "shop 1003": "bestel@cafezoe.example", "shop 1002": "info@luchtkasteel.example"}[b.name])
		}
	}
	return s
}

func (s *scene) get(name string) *item {
	return s.cases[slices.IndexFunc(s.cases, func(k *item) bool { return k.name == name })]
}

func (s *scene) the(name string) person {
	return s.people[slices.IndexFunc(s.people, func(q person) bool { return q.name == name })]
}

// of gives the cases of a member that its shop knows of.
func (s *scene) of(member string) []*item {
	return slices.DeleteFunc(slices.Clone(s.cases), func(k *item) bool { return k.Shop != member || k.name == "held" })
}

func (s *scene) add(name string, may ...*item) *world.Browser {
	q := person{name: name, Browser: s.w.Browser(name), may: map[string]bool{}}
	for _, k := range may {
		q.may[k.Reference] = true
	}
	s.people = append(s.people, q)
	return q.Browser
}

func (s *scene) account(t *testing.T, email string) string {
	t.Helper()
	a, ok, err := s.w.House.Accounts.StaffByEmail(t.Context(), email)
	if err != nil || !ok {
		t.Fatal("no account", email, err)
	}
	return a.ID
}

// visible are those who look at a case: everybody, of the consumers its own and that of another case.
func (s *scene) visible(k *item) []person {
	return slices.DeleteFunc(slices.Clone(s.people), func(q person) bool {
		return q.kind() == "consumer" && q.name != "consumer "+k.name && q.name != "consumer "+foreign
	})
}

// plain notes what every case has to keep from strangers.
func (s *scene) plain(k *item) {
	shop := []string{}
	if k.name != "held" {
		shop = append(shop, "shop "+k.Shop)
	}
	own := append([]string{"consumer " + k.name}, staffNames...)
	c := k.View().Complaint
	file := slices.Concat(own, shop)
	if k.name == "file" || k.name == "ruled" {
		file = append(file, "jurist")
	}
	for _, text := range []string{c.Story, c.Order} {
		k.secrets = append(k.secrets, secret{text, file})
	}
	if k.name != "held" { // nobody has said anything there
		k.secrets = append(k.secrets, secret{k.Marker(), file})
	}
	k.secrets = append(k.secrets, secret{k.Email, slices.Concat(own, shop)}, secret{k.Phone(), own})
	if k.ids["bewijs"] != "" {
		k.secrets = append(k.secrets, secret{"BEWIJS-" + k.Marker(), file})
	}
}

// upload adds evidence by the form.
func (s *scene) upload(t *testing.T, k *item) {
	t.Helper()
	b := s.the("consumer " + k.name)
	if err := b.Visit("/zaak/" + k.Reference + "/bewijs"); err != nil {
		t.Fatal(err)
	}
	b.Attach("files", world.File{Name: "brief.txt", Body: []byte("BEWIJS-" + k.Marker())})
	if err := b.Press("Voeg toe"); err != nil || b.Status != http.StatusOK {
		t.Fatal(err, b.Text())
	}
	docs := k.View().Documents
	if len(docs) == 0 {
		t.Fatalf("no evidence was added: %s", b.Text())
	}
	k.ids["bewijs"] = docs[0].ID
}

func (s *scene) asMediator() registry.Viewer {
	return registry.Viewer{Actor: p.Actor{Role: p.Mediator, ID: s.mediator, Proof: p.ByBrowser}, Name: "Sanne Bemiddelaar"}
}

func (s *scene) asJurist() registry.Viewer {
	return registry.Viewer{Actor: p.Actor{Role: p.Adjudicator, ID: s.jurist, Proof: p.ByBrowser}, Name: "mr. Jet Jurist"}
}

// mediate brings a case into the hands of a mediator, with something said in each channel; all but the case "room" end
// without an agreement.
func (s *scene) mediate(t *testing.T, k *item) {
	t.Helper()
	mark := func(what string, may ...string) string {
		text := what + "-" + k.Marker()
		k.secrets = append(k.secrets, secret{text, may})
		return text
	}
	consumer, shop := "consumer "+k.name, "shop "+k.Shop
	k.Act(k.Consumer(p.ByCode), func(w *registry.Writing) p.Command {
		return p.Choose{Choice: p.ChooseHelp, Note: w.Text(registry.KindToMediator, mark("WENS", consumer, "mediator", "administrator"))}
	})
	view := k.View()
	view.Viewer = s.asMediator()
	if err := s.w.House.Clerk.Assign(t.Context(), view, 0, s.mediator, mark("OVERDRACHT", staffNames...)); err != nil {
		t.Fatal(err)
	}
	s.w.Work()
	k.Act(s.asMediator(), func(w *registry.Writing) p.Command {
		return p.AskAccounts{AccountsAsked: p.AccountsAsked{ID: w.NewID(), Text: w.Text(registry.KindJoint, "Vertel het ons.")}}
	})
	s.w.Advance(time.Minute)
	both := append([]string{consumer, shop}, staffNames...)
	say := func(v registry.Viewer, text string, abusive bool) {
		k.Act(v, func(w *registry.Writing) p.Command {
			return p.SendJoint{JointSent: p.JointSent{ID: w.NewID(), Text: w.Text(registry.KindJoint, text)}, Abusive: abusive}
		})
	}
	say(k.Consumer(p.ByBrowser), mark("KLANT", both...), false)
	say(k.ShopViewer(), mark("WINKEL", both...), false)
	say(k.Consumer(p.ByBrowser), mark("SCHELD", append([]string{consumer}, staffNames...)...), true)
	for side, v := range map[p.Role]registry.Viewer{p.Consumer: k.Consumer(p.ByBrowser), p.Shop: k.ShopViewer()} {
		who := consumer
		if side == p.Shop {
			who = shop
		}
		k.Act(v, func(w *registry.Writing) p.Command {
			return p.SendPrivate{PrivateSent: p.PrivateSent{
				ID: w.NewID(), Side: side, Text: w.Private(side, mark("VERTROUWELIJK-"+string(side), who, "mediator", "administrator")),
			}}
		})
	}
	k.Act(s.asMediator(), func(w *registry.Writing) p.Command {
		return p.AddNote{Text: w.Text(registry.KindNote, mark("NOTITIE", staffNames...))}
	})
	k.ids["wacht"] = k.View().Room.Held[0].ID
	k.Act(s.asMediator(), func(w *registry.Writing) p.Command {
		o := p.Offer{ID: w.NewID(), Remedy: "part_refund", Amount: 4500, Due: p.DateOf(s.w.Now()).AddDays(14)}
		o.Text = w.Text(registry.KindProposal, marshal(registry.ProposalWords{Why: mark("VOORSTEL", both...)}))
		return p.Propose{ProposalPut: p.ProposalPut{Offer: o}}
	})
	s.w.Advance(time.Minute)
	if k.name == "room" {
		return
	}
	k.Act(s.asMediator(), func(w *registry.Writing) p.Command {
		return p.Conclude{Concluded: p.Concluded{How: "no_agreement", Reason: w.Text(registry.KindConclusion, "Het lukte niet.")}}
	})
}

// request asks for a ruling and pays; an adjudicator is assigned.
func (s *scene) request(t *testing.T, k *item) {
	t.Helper()
	k.Act(k.Consumer(p.ByCode), func(w *registry.Writing) p.Command {
		return p.RequestRuling{RulingRequested: p.RulingRequested{
			Points:   []p.ClaimPoint{{ID: "1", Remedy: "refund", Amount: 8995, Text: w.Text(registry.KindClaim, "Geld terug")}},
			Consents: "1", Text: w.Text(registry.KindConsents, marshal(registry.Consents{Version: "1", Words: []string{"ja"}})),
		}}
	})
	id, err := s.w.House.Clerk.StartPayment(t.Context(), k.Consumer(p.ByCode), k.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.w.House.App.Till.Checkout(t.Context(), k.ID, id, "/zaak/"+k.Reference, "nl"); err != nil {
		t.Fatal(err)
	}
	all := s.w.Kassa.Payments()
	if err := s.w.Kassa.Pay(all[len(all)-1].ID); err != nil {
		t.Fatal(err)
	}
	s.w.Work()
	k.ids["betaling"] = id
	view := k.View()
	view.Viewer = s.asMediator()
	if err := s.w.House.Clerk.AssignAdjudicator(t.Context(), view, 0, s.jurist); err != nil {
		t.Fatal(err)
	}
	s.w.Work()
}

// hear opens the file to the adjudicator, who makes notes of their own, and hears both.
func (s *scene) hear(t *testing.T, k *item) {
	t.Helper()
	file := append([]string{"consumer " + k.name, "shop " + k.Shop, "jurist"}, staffNames...)
	k.Act(s.asJurist(), func(*registry.Writing) p.Command { return p.Declare{} })
	k.Act(s.asJurist(), func(*registry.Writing) p.Command { return p.SendClaim{} })
	k.Act(k.ShopViewer(), func(w *registry.Writing) p.Command {
		return p.Defend{DefenceGiven: p.DefenceGiven{Points: []p.PointAnswer{{ID: "1", Agree: "no", Text: w.Text(registry.KindDefence, "VERWEER-"+k.Marker())}}}}
	})
	k.secrets = append(k.secrets, secret{"VERWEER-" + k.Marker(), file}, secret{"ONTWERP-" + k.Marker(), []string{"jurist"}})
	k.Act(k.Consumer(p.ByCode), func(*registry.Writing) p.Command { return p.SendReply{} })
	draft := registry.RulingInput{Notes: "ONTWERP-" + k.Marker(), Text: registry.RulingText{Short: "ONTWERP-" + k.Marker()}}
	if err := s.w.House.Clerk.KeepRulingDraft(t.Context(), s.file(t, k), draft); err != nil {
		t.Fatal(err)
	}
}

func (s *scene) file(t *testing.T, k *item) registry.CaseFile {
	t.Helper()
	f, err := s.w.House.Clerk.CaseFile(t.Context(), s.asJurist(), k.Reference)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// rule closes the file and rules; nothing is published.
func (s *scene) rule(t *testing.T, k *item) {
	t.Helper()
	s.w.Advance(9 * 24 * time.Hour) // until then the parties can ask for another adjudicator
	k.Act(s.asJurist(), func(*registry.Writing) p.Command { return p.CloseFile{} })
	text := "UITSPRAAK-" + k.Marker()
	k.secrets = append(k.secrets, secret{text, append([]string{"consumer " + k.name, "shop " + k.Shop, "jurist"}, staffNames...)})
	err := s.w.House.Clerk.Sign(t.Context(), s.asJurist(), s.file(t, k), 0, registry.RulingInput{
		Outcome: p.RuledUpheld, FeeBy: p.Shop, Text: registry.RulingText{Short: text, Why: text},
		Points: map[string]registry.PointInput{"1": {Decision: "granted", Amount: 8995, Why: text}},
		Orders: []registry.OrderInput{
			{Who: p.Shop, Remedy: "refund", Amount: 8995, Due: p.DateOf(s.w.Now()).AddDays(14), Words: "Betaalt terug."},
			{Who: p.Shop, Remedy: "refund", Amount: 2500, Due: p.DateOf(s.w.Now()).AddDays(14), Fee: true},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.w.Work()
	k.ids["uitspraken"] = s.file(t, k).Ruling.Number
	k.secrets = slices.DeleteFunc(k.secrets, func(x secret) bool { return strings.HasPrefix(x.text, "ONTWERP") }) // a draft goes with the ruling
}

func marshal(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}
