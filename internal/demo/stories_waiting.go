package demo

import (
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// waiting gives the cases that wait for staff: one without an adjudicator, and one in which one is challenged.
func waiting() []story {
	return []story{
		{ // paid, and no adjudicator yet
			member: "1008", begins: 33, at: "11:02", bought: 50, told: 33,
			person: registry.Person{Name: "Ilse Wouters", Email: "ilse.wouters@post.example"},
			complaint: registry.Complaint{
				Category: "wrong_item", Remedy: "refund", Amount: 48_50, Order: "BH-31277", Product: "Studieboek, derde druk",
				PaidCents: 48_50, PaidWith: "ideal",
				Story:   "Ik bestelde de vijfde druk en kreeg de derde. De winkel zegt dat de inhoud hetzelfde is.",
				Wish:    "Mijn geld terug.",
				TellHow: "email", TellText: "Dit is de verkeerde druk.",
			},
			acts: []act{
				{31, "10:15", contests("De derde druk heeft dezelfde hoofdstukken. Het verschil is klein.")},
				{30, "20:05", chooses(p.ChooseHelp, "")},
				{29, "09:10", takes(anouk)},
				{29, "09:40", asksAccounts(anouk, "Wilt u mij allebei schrijven wat er is afgesproken over de druk?")},
				{27, "19:30", byConsumer(joint("Op de pagina stond: vijfde druk. De opdrachten in mijn cursus zijn daaruit."))},
				{26, "10:00", byShop(joint("Op onze pagina stond de vijfde druk, maar die was uitverkocht."))},
				{20, "11:30", concludes(anouk, "De winkel wil niet betalen en u wilt het boek niet houden.")},
				{2, "21:40", requests(registry.Point{Remedy: "refund", Amount: 48_50, Text: "De winkel betaalt het boek terug."})},
			},
		},
		{ // mediation has ended; the consumer can ask for a ruling
			member: "1003", begins: 26, at: "09:41", bought: 40, told: 30,
			person: registry.Person{Name: "Tess Vermeulen", Email: "tess.vermeulen@post.example"},
			complaint: registry.Complaint{
				Category: "not_received", Remedy: "refund", Amount: 36_80, Order: "KD-90217", Product: "Kaaspakket",
				PaidCents: 36_80, PaidWith: "ideal",
				Story:   "Het pakket kwam een week na het feest. De kaas was warm en niet meer te eten.",
				Wish:    "Mijn geld terug.",
				TellHow: "email", TellText: "Het pakket kwam te laat.",
			},
			acts: []act{
				{24, "10:00", contests("Het pakket is aangenomen. Dat het te laat was, ligt aan de bezorger.")},
				{23, "20:30", chooses(p.ChooseHelp, "")},
				{22, "09:00", takes(sanne)},
				{22, "09:25", asksAccounts(sanne, "Welke dag sprak u af voor de bezorging?")},
				{20, "19:00", byConsumer(joint("Bij de bestelling koos ik een dag. Die staat op de bevestiging."))},
				{19, "11:00", byShop(joint("De bezorgdag is een wens, geen belofte."))},
				{12, "10:15", concludes(sanne, "U bent het niet eens over wie het late bezorgen draagt.")},
			},
		},
		{ // the shop challenges the adjudicator
			member: "1011", begins: 38, at: "16:30", bought: 60, told: 45,
			person: registry.Person{Name: "Rik Zomer", Email: "rik.zomer@post.example"},
			complaint: registry.Complaint{
				Category: "faulty", Remedy: "part_refund", Amount: 120_00, Order: "TP-41882", Product: "Tuinset, vier stoelen",
				PaidCents: 499_00, PaidWith: "ideal",
				Story:   "Een van de stoelen brak na een week. De winkel wil alleen korting op een nieuwe set geven.",
				Wish:    "120 euro terug.",
				TellHow: "phone", TellText: "Een stoel is gebroken.",
			},
			acts: []act{
				{36, "12:00", contests("De stoel is te zwaar belast. Wij geven 10 procent korting op een nieuwe set, meer niet.")},
				{35, "18:45", chooses(p.ChooseHelp, "")},
				{34, "09:00", takes(sanne)},
				{34, "09:20", asksAccounts(sanne, "Ik hoor graag hoe de stoel is gebroken.")},
				{32, "20:10", byConsumer(joint("Mijn moeder ging zitten en de poot brak. Zij weegt 60 kilo."))},
				{31, "11:00", byShop(joint("Wij verkochten er duizend en horen dit nooit."))},
				{25, "10:00", concludes(sanne, "U bent het niet eens over de oorzaak.")},
				{10, "19:20", requests(registry.Point{Remedy: "part_refund", Amount: 120_00, Text: "De winkel betaalt een kwart van de prijs terug."})},
				{7, "09:30", assigns(thom)},
				{6, "11:00", declares(thom)},
				{3, "15:10", byShop(func(_ *scene, w *registry.Writing) p.Command {
					return p.ChallengeAdjudicator{Text: w.Text(registry.KindChallenge, "Mr. Okafor schreef in een krant dat tuinmeubelen vaak slecht zijn. Wij denken dat hij ons niet open kan beoordelen.")}
				})},
			},
		},
	}
}
