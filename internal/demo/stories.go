package demo

import (
	"slices"

	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// stories gives the cases of the demo, as they stand on the day called today.
func stories(today p.Date) []story {
	return slices.Concat(fresh(today), talking(), choosing(), later(), mediating(), ruling(), waiting())
}

// fresh gives the cases in which nobody of the shop has said anything.
func fresh(today p.Date) []story {
	return []story{
		{ // staff judge whether it can be handled
			member: "1003", begins: 5, at: "20:14", bought: 40, told: 21, business: true,
			person: registry.Person{Name: "Ilse Hofman", Email: "ilse.hofman@post.example", Phone: "06 555 01 31"},
			complaint: registry.Complaint{
				Category: "faulty", Remedy: "repair", Order: "CZ-20817", Product: "Espressomachine Zoë Uno",
				PaidCents: 389_00, PaidWith: "invoice",
				Story:   "Ik ben zzp'er en rekende per ongeluk af met mijn bedrijfsgegevens. De machine staat gewoon thuis in de keuken. Na vijf weken lekt er water onderuit zodra hij warm wordt. De winkel zegt dat ik als bedrijf kocht en dus geen recht heb op garantie.",
				Steps:   []string{"De machine lekte voor het eerst na vijf weken.", "De winkel weigerde de reparatie, omdat er een bedrijfsnaam op de rekening staat."},
				Wish:    "Ik wil dat de machine wordt gerepareerd.",
				TellHow: "email", TellText: "Mijn espressomachine lekt. Kunt u hem repareren? Ik heb de rekening bijgevoegd.",
			},
			files: []attachment{{"factuur.txt", "Factuur CZ-20817\nEspressomachine Zoë Uno  € 389,00\nOp naam van: Hofman Tekst & Vertaling\nBezorgadres: Singelstraat 8, Rotterdam\n"}},
		},
		{ // the shop has some days left
			member: "1001", begins: 2, at: "19:42", bought: 19, told: 12,
			person: registry.Person{Name: "Ruben van Dijk", Email: "ruben.vandijk@post.example", Phone: "06 555 01 12"},
			complaint: registry.Complaint{
				Category: "faulty", Remedy: "resend", Order: "LB-55120", Product: "Hanglamp Merel, rookglas",
				PaidCents: 129_00, PaidWith: "ideal",
				Story:   "Ik pakte de lamp uit en zag een barst in het glas, van de rand tot halverwege. De doos was heel, dus de barst zat er al in. Ik heb de lamp niet opgehangen. De winkel vroeg om een foto. Die stuurde ik dezelfde dag, daarna hoorde ik niets meer.",
				Steps:   []string{"De winkel vroeg om een foto.", "Ik stuurde de foto en kreeg geen antwoord meer."},
				Wish:    "Graag een nieuwe kap zonder barst.",
				TellHow: "email", TellText: "De glazen kap van mijn hanglamp is gebarsten. Kunt u een nieuwe sturen?",
			},
			files: []attachment{{"bericht aan de winkel.txt", "Aan: klantenservice@delindeboom.example\nOnderwerp: bestelling LB-55120\n\nDe glazen kap van mijn hanglamp is gebarsten. Kunt u een nieuwe sturen?\nDe foto zit bij dit bericht.\n\nRuben van Dijk\n"}},
		},
		{ // the shop's last days, after reminders
			member: "1012", begins: silentSince(today), at: "08:55", bought: 26, told: 9,
			person: registry.Person{Name: "Noor Peeters", Email: "noor.peeters@post.example"},
			complaint: registry.Complaint{
				Category: "not_received", Remedy: "refund", Amount: 64_50, Order: "FG-7781", Product: "Slimme deurbel",
				PaidCents: 64_50, PaidWith: "ideal",
				Story:   "Volgens de bezorger is mijn pakket bij de buren afgegeven. Mijn buren hebben niets gekregen en op de foto van de bezorger staat een andere voordeur. De winkel zegt dat ik het zelf met de bezorger moet regelen.",
				Steps:   []string{"Ik vroeg bij alle buren naar het pakket.", "De winkel verwees mij naar de bezorger."},
				Wish:    "Ik wil mijn geld terug, want ik heb ergens anders een deurbel gekocht.",
				TellHow: "chat", TellText: "Mijn pakket is niet aangekomen. Op de foto staat niet mijn deur.",
			},
		},
		{ // no address of the shop takes mail: staff phone
			member: "1004", begins: 1, at: "10:20", bought: 75, told: 30,
			person: registry.Person{Name: "Hendrik de Wit", Email: "h.dewit@post.example", Phone: "0318 555 188"},
			complaint: registry.Complaint{
				Category: "no_refund", Remedy: "refund", Amount: 480_00, Order: "2217", Product: "Fietsweek Ardennen, twee personen",
				PaidCents: 480_00, PaidWith: "ideal",
				Story:   "De fietsweek ging niet door, omdat er te weinig mensen waren. Wij kregen een bericht dat het geld binnen twee weken terug zou komen. Dat is nu een maand geleden. Op mijn mails komt geen antwoord meer.",
				Wish:    "Wij willen het hele bedrag terug.",
				TellHow: "email", TellText: "De fietsweek is afgezegd. Wanneer krijgen wij ons geld terug?",
			},
		},
	}
}

// silentSince gives how many days ago a complaint was sent whose shop has its last day next, but not today: the
// reminders have been sent and something is left to do.
func silentSince(today p.Date) int {
	term := p.CurrentRules().AnswerDays
	for ago := term + 5; ago > 0; ago-- {
		if p.NextWorkday(today.AddDays(term - ago)).After(today) {
			return ago
		}
	}
	return 0
}

// talking gives the cases in which consumer and shop solve it themselves.
func talking() []story {
	return []story{
		{ // an offer waits for the consumer
			member: "1013", begins: 4, at: "21:05", bought: 33, told: 20,
			person: registry.Person{Name: "Fatima Bouzid", Email: "fatima.bouzid@post.example"},
			complaint: registry.Complaint{
				Category: "faulty", Remedy: "part_refund", Amount: 120_00, Order: "ZS-90233", Product: "Topdekmatras 160 × 200",
				PaidCents: 349_00, PaidWith: "klarna",
				Story:   "Op het topdekmatras zit een grote vlek en een hoek is los gestikt. Ik sliep er nog niet op. Terugsturen kan niet, want het past niet meer in de doos. Ik wil het wel houden, maar niet voor de volle prijs.",
				Wish:    "Een deel van het geld terug, dan hou ik het.",
				TellHow: "phone", TellText: "Ik belde en stuurde daarna twee foto's.",
			},
			acts: []act{
				{3, "11:30", answers("Beste mevrouw Bouzid, wat vervelend. Kunt u zeggen of de vlek ook aan de onderkant zit? Dan weten wij of het matras nat is geweest.", 0)},
				{3, "19:15", says("Alleen aan de bovenkant, aan het voeteneinde. Er zit geen geur aan.")},
				{2, "10:02", offers("part_refund", 80_00, 10, "", "Dank u wel. U houdt het matras, wij sturen een hoekbeschermer mee en betalen € 80 terug.")},
			},
		},
		{ // the shop thinks that it is solved
			member: "1010", begins: 5, at: "14:33", bought: 18, told: 11,
			person: registry.Person{Name: "Gijs Aalbers", Email: "gijs.aalbers@post.example"},
			complaint: registry.Complaint{
				Category: "wrong_item", Remedy: "resend", Order: "KW-3390", Product: "Kattenvoer voor oudere katten, 10 kilo",
				PaidCents: 54_90, PaidWith: "ideal",
				Story:   "Ik bestelde voer voor oudere katten en kreeg voer voor kittens. De zak is nog dicht. Mijn kat heeft nierproblemen en mag dit niet eten.",
				Wish:    "Het goede voer, liefst deze week.",
				TellHow: "form", TellText: "U stuurde het verkeerde voer. Kunt u het omruilen?",
			},
			acts: []act{
				{4, "09:10", answers("Sorry! Er is een verkeerde zak ingepakt. Wij sturen vandaag de goede. De andere mag u houden of aan het asiel geven.", 0)},
				{2, "13:45", saysSolved("De goede zak is gisteren om 16.20 uur bij u bezorgd, volgens de bezorger aan de deur afgegeven.")},
			},
		},
		{ // staff decide whose order it is
			member: "1002", begins: 3, at: "16:48", bought: 21, told: 8,
			person: registry.Person{Name: "Petra Linssen", Email: "petra.linssen@post.example"},
			complaint: registry.Complaint{
				Category: "not_received", Remedy: "refund", Amount: 175_00, Order: "SK-118", Product: "Huur springkussen Kasteel, één dag",
				PaidCents: 175_00, PaidWith: "ideal",
				Story:   "Wij huurden een springkussen voor een kinderfeest. Er kwam niemand. Ik betaalde vooraf via de site springkussen.example. Aan de telefoon zeiden ze dat mijn boeking niet bekend is.",
				Wish:    "Ik wil de huur terug.",
				TellHow: "phone", TellText: "Ik belde op de dag zelf en twee dagen later nog eens.",
			},
			files: []attachment{{"bevestiging.txt", "Bedankt voor uw boeking!\nNummer SK-118, springkussen Kasteel\nBetaald: € 175,00\n"}},
			acts: []act{
				{1, "09:25", notOurs("Boekingsnummers die met SK beginnen zijn niet van ons. Onze nummers beginnen met LV. Wij hebben deze klant niet in ons systeem.")},
			},
		},
		{ // stopped by the consumer
			member: "1007", begins: 14, at: "12:20", bought: 31, told: 16,
			person: registry.Person{Name: "Daan Kuipers", Email: "daan.kuipers@post.example"},
			complaint: registry.Complaint{
				Category: "not_received", Remedy: "deliver", Order: "SM-411902", Product: "Winterjas, maat L",
				PaidCents: 119_95, PaidWith: "card",
				Story:   "Mijn jas is al twee weken onderweg. De pakketcode werkt niet.",
				TellHow: "chat", TellText: "Waar blijft mijn jas?",
			},
			acts: []act{
				{12, "15:00", answers("Het pakket lag nog in ons depot. Het gaat vandaag op de bus.", 2)},
				{10, "18:40", withdraws("De jas is er. Hij zat in de verkeerde bus, zegt de bezorger.")},
			},
		},
	}
}
