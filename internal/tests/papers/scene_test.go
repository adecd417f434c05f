package papers

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
	"time"

	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/tests/world"
	"wederhoor/internal/web"
)

// scene is a trustmark with one case, brought as far as a test asks.
type scene struct {
	w      *world.World
	id     string
	papers web.Papers

	mediator, adjudicator string // accounts
	proposal              string
}

const (
	shop    = "1001"
	address = "nina@mail.example"
	story   = "De lamp ging na twee weken kapot.\n\nIk heb hem gewoon aangezet. Toen kwam er rook uit."
)

func newScene(t testing.TB) *scene {
	t.Helper()
	s := &scene{w: world.New(t, time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC))}
	s.papers = s.w.House.App.Papers
	for at, email := range map[*string]string{&s.mediator: "sanne@keurmerk.example", &s.adjudicator: "jet@recht.example"} {
		a, ok, err := s.w.House.Accounts.StaffByEmail(t.Context(), email)
		if err != nil || !ok {
			t.Fatal("no account", email, err)
		}
		*at = a.ID
	}
	m, err := s.w.House.Clerk.MemberByID(t.Context(), shop)
	if err != nil {
		t.Fatal(err)
	}
	today := p.DateOf(s.w.Now())
	o, err := s.w.House.Clerk.Open(t.Context(), registry.Opening{
		Member: m,
		Complaint: registry.Complaint{
			Category: "faulty", Remedy: "refund", Amount: 8995, Purchase: today.AddDays(-30), Told: today.AddDays(-10), Order: "ORD-5521",
			Product: "Leeslamp Kiek", PaidCents: 8995, PaidWith: "ideal", TellHow: "email", Story: story,
			Steps: []string{"Lamp gekocht", "Lamp kapot", "Winkel gemaild"}, Wish: "Ik wil mijn geld terug, geen nieuwe lamp.",
			TellText: "Beste winkel, de lamp is stuk.",
		},
		Person: registry.Person{Name: "Nina Jansen", Email: address, Phone: "06 12345678", Lang: "nl"},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.id = o.ID
	s.w.Work()
	return s
}

func (s *scene) consumer() registry.Viewer {
	return registry.Viewer{Actor: p.Actor{Role: p.Consumer, ID: "consumer", Proof: p.ByCode}, Dispute: s.id}
}

func (s *scene) shop() registry.Viewer {
	return registry.Viewer{Actor: p.Actor{Role: p.Shop, ID: "shop", Proof: p.ByCode}, Members: []string{shop}}
}

func (s *scene) staff() registry.Viewer {
	return registry.Viewer{Actor: p.Actor{Role: p.Mediator, ID: s.mediator, Proof: p.ByBrowser}, Name: "Sanne Bemiddelaar"}
}

func (s *scene) boss() registry.Viewer {
	return registry.Viewer{Actor: p.Actor{Role: p.Administrator, ID: "boss", Proof: p.ByBrowser}, Name: "Bas Beheer"}
}

func (s *scene) jurist() registry.Viewer {
	return registry.Viewer{Actor: p.Actor{Role: p.Adjudicator, ID: s.adjudicator, Proof: p.ByBrowser}, Name: "mr. Jet Jurist"}
}

func (s *scene) view(t testing.TB, v registry.Viewer) registry.View {
	t.Helper()
	out, err := s.w.House.Clerk.View(t.Context(), v, s.id)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (s *scene) file(t testing.TB) registry.CaseFile {
	t.Helper()
	f, err := s.w.House.Clerk.CaseFile(t.Context(), s.jurist(), s.view(t, s.staff()).Reference)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// act gives a command, half an hour after the last, so that every line has an instant of its own.
func (s *scene) act(t testing.TB, v registry.Viewer, f func(w *registry.Writing) p.Command) {
	t.Helper()
	s.w.Advance(30 * time.Minute)
	if err := s.w.House.Clerk.Act(t.Context(), v, s.id, 0, f); err != nil {
		t.Fatal(err)
	}
	s.w.Work()
}

func (s *scene) joint(t testing.TB, v registry.Viewer, words string) {
	t.Helper()
	s.act(t, v, func(w *registry.Writing) p.Command {
		return p.SendJoint{JointSent: p.JointSent{ID: w.NewID(), Text: w.Text(registry.KindJoint, words)}}
	})
}

func (s *scene) private(t testing.TB, v registry.Viewer, side p.Role, words string) {
	t.Helper()
	s.act(t, v, func(w *registry.Writing) p.Command {
		return p.SendPrivate{PrivateSent: p.PrivateSent{ID: w.NewID(), Side: side, Text: w.Private(side, words)}}
	})
}

// upload adds a piece of evidence as the forms do: checked, kept, named in the case.
func (s *scene) upload(t testing.TB, v registry.Viewer, name string, body []byte) {
	t.Helper()
	f := s.keep(t, name, body)
	s.act(t, v, func(w *registry.Writing) p.Command {
		return p.AddEvidence{EvidenceAdded: p.EvidenceAdded{Files: w.Files([]registry.File{f})}}
	})
}

// keep checks a file and puts it in the store.
func (s *scene) keep(t testing.TB, name string, body []byte) registry.File {
	t.Helper()
	clean, err := s.w.House.App.Checker.Check(t.Context(), name, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	id, err := s.w.House.Files.Put(t.Context(), clean)
	if err != nil {
		t.Fatal(err)
	}
	return registry.File{Name: clean.Name, MediaType: clean.MediaType, Stored: id, Size: clean.Size, SHA256: clean.SHA256}
}

func photo(t testing.TB, asPNG bool) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 640, 400))
	for y := range 400 {
		for x := range 640 {
			m.Set(x, y, color.RGBA{uint8(x / 3), uint8(y / 2), 140, 255})
		}
	}
	var b bytes.Buffer
	var err error
	if asPNG {
		err = png.Encode(&b, m)
	} else {
		err = jpeg.Encode(&b, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// direct plays stage 1: messages, an offer, evidence.
func (s *scene) direct(t testing.TB) {
	t.Helper()
	say := func(v registry.Viewer, words string) {
		s.act(t, v, func(w *registry.Writing) p.Command {
			return p.SendMessage{MessageSent: p.MessageSent{Text: w.Text(registry.KindMessage, words)}}
		})
	}
	say(s.shop(), "Heeft u de lamp laten vallen?")
	say(s.consumer(), "Nee. Hij stond op tafel. 😀")
	s.upload(t, s.consumer(), "foto van de lamp.jpg", photo(t, false))
	s.upload(t, s.consumer(), "bestelling.txt", []byte("Bestelling ORD-5521, Leeslamp Kiek\n"))
	s.upload(t, s.shop(), "scherm.png", photo(t, true))
	s.act(t, s.shop(), func(w *registry.Writing) p.Command {
		return p.MakeOffer{Offer: p.Offer{
			ID: w.NewID(), Remedy: "repair", Due: p.DateOf(s.w.Now()).AddDays(14), Return: "shop", Text: w.Text(registry.KindOffer, "Stuur hem in de doos."),
		}}
	})
}

// mediation brings the case into mediation, up to an open proposal.
func (s *scene) mediation(t testing.TB) {
	t.Helper()
	s.direct(t)
	s.w.Advance(9 * 24 * time.Hour)
	s.act(t, s.consumer(), func(w *registry.Writing) p.Command {
		return p.Choose{Choice: p.ChooseHelp, Note: w.Text(registry.KindToMediator, "GEHEIM van de klant")}
	})
	view := s.view(t, s.staff())
	if err := s.w.House.Clerk.Assign(t.Context(), view, 0, s.mediator, ""); err != nil {
		t.Fatal(err)
	}
	s.w.Work()
	s.act(t, s.staff(), func(w *registry.Writing) p.Command {
		return p.AskAccounts{AccountsAsked: p.AccountsAsked{ID: w.NewID(), Text: w.Text(registry.KindJoint, "Wat is er volgens u gebeurd?")}}
	})
	s.joint(t, s.consumer(), "De lamp rookte. Dat is gevaarlijk.")
	s.joint(t, s.shop(), "Wij kennen dit niet van deze lamp.")
	s.private(t, s.consumer(), p.Consumer, "GEHEIM van de klant: ik wil best € 50.")
	s.private(t, s.shop(), p.Shop, "GEHEIM van de winkel: wij betalen liever.")
	s.act(t, s.staff(), func(w *registry.Writing) p.Command {
		return p.AddNote{Text: w.Text(registry.KindNote, "NOTITIE van de bemiddelaar")}
	})
	s.act(t, s.staff(), func(w *registry.Writing) p.Command {
		return p.NoteFacts{Text: w.Text(registry.KindFacts, marshal(registry.Facts{Agreed: []string{"De lamp is stuk."}, Missing: []string{"De lamp zelf."}}))}
	})
	s.act(t, s.staff(), func(w *registry.Writing) p.Command {
		return p.Advise{Text: w.Text(registry.KindAdvice, marshal(registry.Advice{Side: "consumer", Text: "Een lamp moet langer heel blijven.", Law: "artikel 7:17 BW"}))}
	})
	s.propose(t)
}

func (s *scene) propose(t testing.TB) {
	t.Helper()
	s.act(t, s.staff(), func(w *registry.Writing) p.Command {
		s.proposal = w.NewID()
		words := registry.ProposalWords{ConsumerDoes: "De klant stuurt de lamp terug.", Why: "Zo hoeft niemand naar de jurist.", Law: "artikel 7:21 BW"}
		return p.Propose{ProposalPut: p.ProposalPut{Offer: p.Offer{
			ID: s.proposal, Remedy: "part_refund", Amount: 6000, Due: p.DateOf(s.w.Now()).AddDays(14), Return: "shop",
			Text: w.Text(registry.KindProposal, marshal(words)),
		}}}
	})
	s.w.Advance(time.Minute)
}

func (s *scene) agreed(t testing.TB) {
	t.Helper()
	s.mediation(t)
	for i, v := range []registry.Viewer{s.consumer(), s.shop()} {
		s.act(t, v, func(w *registry.Writing) p.Command {
			return p.AcceptProposal{ID: s.proposal, Name: w.Text(registry.KindConsentName, []string{"N. Jansen", "Piet van der Linde"}[i])}
		})
	}
}

// requested plays mediation without agreement, the request for a ruling and its payment.
func (s *scene) requested(t testing.TB) {
	t.Helper()
	s.mediation(t)
	s.act(t, s.staff(), func(w *registry.Writing) p.Command {
		return p.Conclude{Concluded: p.Concluded{How: "no_agreement", Reason: w.Text(registry.KindConclusion, "Het lukte niet.")}}
	})
	s.w.Advance(time.Minute)
	s.act(t, s.consumer(), func(w *registry.Writing) p.Command {
		return p.RequestRuling{RulingRequested: p.RulingRequested{
			Points: []p.ClaimPoint{
				{ID: "1", Remedy: "refund", Amount: 8995, Text: w.Text(registry.KindClaim, "De lamp is stuk en gevaarlijk.")},
				{ID: "2", Remedy: "other", Amount: 2500, Text: w.Text(registry.KindClaim, "Mijn tafel is vies geworden.")},
			},
			Consents: "1", Text: w.Text(registry.KindConsents, marshal(registry.Consents{Version: "1", Words: []string{"Ik begrijp het.", "Begin maar."}})),
		}}
	})
	id, err := s.w.House.Clerk.StartPayment(t.Context(), s.consumer(), s.id, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.w.House.App.Till.Checkout(t.Context(), s.id, id, "/", "nl"); err != nil {
		t.Fatal(err)
	}
	if err := s.w.Kassa.Pay(s.w.Kassa.Payments()[0].ID); err != nil {
		t.Fatal(err)
	}
	s.w.Work()
}

// ruled plays all of the ruling: a challenge, the defence, a reply, a question, something late.
func (s *scene) ruled(t testing.TB) {
	t.Helper()
	s.requested(t)
	if err := s.w.House.Clerk.AssignAdjudicator(t.Context(), s.view(t, s.staff()), 0, s.adjudicator); err != nil {
		t.Fatal(err)
	}
	s.w.Work()
	s.act(t, s.jurist(), func(*registry.Writing) p.Command { return p.Declare{} })
	s.act(t, s.shop(), func(w *registry.Writing) p.Command {
		return p.ChallengeAdjudicator{Text: w.Text(registry.KindChallenge, "De jurist kocht ooit bij ons.")}
	})
	s.act(t, s.boss(), func(w *registry.Writing) p.Command {
		return p.JudgeChallenge{ChallengeJudged: p.ChallengeJudged{Reason: w.Text(registry.KindDecision, "Dat is te lang geleden.")}}
	})
	s.act(t, s.jurist(), func(*registry.Writing) p.Command { return p.SendClaim{} })
	s.act(t, s.shop(), func(w *registry.Writing) p.Command {
		return p.Defend{DefenceGiven: p.DefenceGiven{
			Points: []p.PointAnswer{
				{ID: "1", Agree: "partly", Text: w.Text(registry.KindDefence, "Wij willen hem eerst zien.")},
				{ID: "2", Agree: "no", Text: w.Text(registry.KindDefence, "Van de tafel weten wij niets.")},
			},
			Text: w.Text(registry.KindDefence, "Wij verkopen deze lamp al jaren."),
		}}
	})
	s.act(t, s.consumer(), func(w *registry.Writing) p.Command {
		return p.SendReply{Text: w.Text(registry.KindReply, "De lamp is opgehaald.")}
	})
	s.act(t, s.shop(), func(*registry.Writing) p.Command { return p.SendReply{} })
	question := ""
	s.act(t, s.jurist(), func(w *registry.Writing) p.Command {
		question = w.NewID()
		return p.AskQuestion{QuestionAsked: p.QuestionAsked{ID: question, To: []p.Role{p.Shop}, Text: w.Text(registry.KindQuestion, "Welke lamp is het?")}}
	})
	s.act(t, s.shop(), func(w *registry.Writing) p.Command {
		return p.AnswerQuestion{QuestionAnswered: p.QuestionAnswered{ID: p.QuestionAbout(question, p.Shop), Text: w.Text(registry.KindAnswer, "Het is type K2.")}}
	})
	s.act(t, s.consumer(), func(*registry.Writing) p.Command { return p.SendReply{} })
	s.act(t, s.consumer(), func(w *registry.Writing) p.Command {
		return p.AskLeave{Text: w.Text(registry.KindLeave, "Ik vond nog een foto.")}
	})
	s.act(t, s.jurist(), func(w *registry.Writing) p.Command {
		return p.JudgeLeave{LeaveJudged: p.LeaveJudged{Party: p.Consumer, Reason: w.Text(registry.KindDecision, "Er is genoeg te zien.")}}
	})
	s.w.Advance(9 * 24 * time.Hour) // until then the parties can ask for another adjudicator
	s.act(t, s.jurist(), func(*registry.Writing) p.Command { return p.CloseFile{} })
	s.w.Advance(30 * time.Minute)
	if err := s.w.House.Clerk.Sign(t.Context(), s.jurist(), s.file(t), 0, verdict(p.DateOf(s.w.Now()).AddDays(14))); err != nil {
		t.Fatal(err)
	}
	s.w.Work()
}

const why = "Een lamp die na twee weken rookt, is niet wat de koper mocht verwachten. De winkel heeft niet laten zien dat de klant iets verkeerd deed. "

func verdict(due p.Date) registry.RulingInput {
	return registry.RulingInput{
		Outcome: p.RuledPartly, FeeBy: p.Shop,
		Text: registry.RulingText{
			Short:        "De winkel betaalt de prijs van de lamp terug. De schade aan de tafel is niet bewezen.",
			Facts:        "De klant kocht op 2 mei 2026 een lamp van € 89,95. Na twee weken kwam er rook uit.\n\n" + strings.Repeat(why, 6),
			ConsumerSays: "De lamp was stuk zonder dat de klant iets verkeerd deed. " + strings.Repeat(why, 5),
			ShopSays:     "De winkel kent dit niet van deze lamp. " + strings.Repeat(why, 5),
			Law:          "Een product moet zijn wat de koper ervan mag verwachten (artikel 7:17 BW). " + strings.Repeat(why, 4),
			Why:          strings.Repeat(why, 8),
		},
		Points: map[string]registry.PointInput{
			"1": {Decision: "granted", Amount: 8995, Why: strings.Repeat(why, 3), Evidence: []string{"K1", "K2"}},
			"2": {Decision: "denied", Why: "Van de tafel is niets te zien.", Evidence: []string{"W1"}},
		},
		Orders: []registry.OrderInput{
			{Who: p.Shop, Remedy: "refund", Amount: 8995, Due: due, Words: "Dat is de prijs van de lamp."},
			{Who: p.Shop, Remedy: "refund", Amount: 2500, Due: due, Fee: true},
			{Who: p.Consumer, Remedy: "return_goods", Due: due, Words: "Geeft de lamp mee."},
		},
	}
}

func (s *scene) correct(t testing.TB) {
	t.Helper()
	s.w.Advance(24 * time.Hour)
	if err := s.w.House.Clerk.Correct(t.Context(), s.jurist(), s.file(t), 0, "In plaats van 2 mei 2026 moet er staan: 3 mei 2026."); err != nil {
		t.Fatal(err)
	}
	s.w.Work()
}

func marshal(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // structs of this test
	}
	return string(b)
}
