package demo

import (
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// mediating gives the cases in mediation.
func mediating() []story {
	return []story{
		{ // both were asked for their account; the consumer has given it, to the mediator alone
			member: "1010", begins: 14, at: "10:12", bought: 40, told: 20,
			person: registry.Person{Name: "Sjoerd Kramer", Email: "sjoerd.kramer@post.example", Phone: "06 555 02 01"},
			complaint: registry.Complaint{
				Category: "wrong_item", Remedy: "refund", Amount: 64_90, Order: "KW-20931", Product: "Hondenkussen XL, grijs",
				PaidCents: 64_90, PaidWith: "ideal",
				Story:   "Ik bestelde een grijs kussen in maat XL. Ik kreeg een bruin kussen in maat M. De winkel zegt dat ik het zelf verkeerd bestelde, maar mijn bevestiging zegt grijs en XL.",
				Wish:    "Mijn geld terug. De winkel mag het kussen ophalen.",
				TellHow: "email", TellText: "Dit is niet wat ik bestelde. Kijk in mijn bevestiging.",
			},
			files: []attachment{{"bevestiging.txt", "Bestelling KW-20931\nHondenkussen XL grijs\n1 x 64,90\n"}},
			acts: []act{
				{12, "09:30", contests("In ons systeem staat bruin, maat M. De klant kan zich vergist hebben. Wij nemen gebruikte kussens niet terug.")},
				{11, "20:40", chooses(p.ChooseHelp, "De winkel belt mij elke dag. Dat wil ik niet meer.")},
				{9, "10:05", takes(sanne)},
				{9, "10:20", asksAccounts(sanne, "Goedemorgen. Ik ben Sanne en ik help u om er samen uit te komen. Wilt u mij vertellen hoe het volgens u is gegaan? U mag hier schrijven, of alleen aan mij.")},
				{7, "21:15", byConsumer(private(p.Consumer, "Het kussen is nooit gebruikt. Het zit nog in het plastic. Ik wil de winkel liever niet spreken, want dat liep vorige keer uit de hand."))},
			},
		},
		{ // a proposal lies before both
			member: "1013", begins: 30, at: "19:50", bought: 60, told: 30,
			person: registry.Person{Name: "Hanneke van Dijk", Email: "hanneke.van.dijk@post.example", Phone: "013 555 02 02"},
			complaint: registry.Complaint{
				Category: "faulty", Remedy: "refund", Amount: 899_00, Order: "ZS-5501", Product: "Matras 160 x 200",
				PaidCents: 899_00, PaidWith: "ideal",
				Story:   "Na zes weken ligt er een kuil in het matras. Ik slaap slecht en heb pijn in mijn rug. De winkel mat 2,5 centimeter en zegt dat 3 centimeter normaal is.",
				Steps:   []string{"Na zes weken zag ik de kuil.", "De winkel kwam meten en wees de garantie af."},
				Wish:    "Het hele bedrag terug.",
				TellHow: "phone", TellText: "Het matras zakt in.",
			},
			acts: []act{
				{27, "11:10", answers("Onze monteur mat 2,5 centimeter. Tot 3 centimeter valt niet onder de garantie.", 0)},
				{26, "15:00", contests("Wij blijven bij ons antwoord: de kuil is kleiner dan 3 centimeter.")},
				{25, "20:30", chooses(p.ChooseHelp, "")},
				{24, "09:15", takes(anouk)},
				{24, "09:40", asksAccounts(anouk, "Dank u wel dat u meewerkt. Wilt u mij schrijven wat er volgens u is gebeurd, en wat u een goede oplossing vindt?")},
				{22, "18:25", byConsumer(joint("Ik wil graag mijn geld terug. Een ander matras van deze winkel wil ik niet meer."))},
				{21, "10:00", byShop(joint("Wij vinden 899 euro te veel. Het matras is zes weken gebruikt. Over een deel valt te praten."))},
				{18, "11:30", advises(anouk, registry.Advice{
					Side: "consumer", Law: "artikel 7:17 en 7:18a BW",
					Text: "Een matras hoort na zes weken geen kuil te hebben die u voelt. Een gebrek dat binnen een jaar blijkt, wordt geacht er vanaf het begin te zijn. De winkel moet dan laten zien dat het anders is. Dat de garantie van de fabriek pas bij 3 centimeter begint, neemt de rechten uit de wet niet weg. Dit is mijn advies, geen uitspraak.",
				})},
				{3, "14:05", proposes(anouk, "part_refund", 720_00, 12, registry.ProposalWords{
					ShopDoes: "De winkel haalt het matras gratis op.", ConsumerDoes: "U zet het matras klaar bij de voordeur.",
					Why: "De klant had zes weken een matras, en de winkel heeft de kosten van het ophalen. Daarom krijgt de klant 80 procent terug.",
					Law: "artikel 7:22 BW",
				})},
			},
		},
	}
}

// ruling gives the cases in which an adjudicator has something to do, and those that were ruled.
func ruling() []story {
	return []story{
		{ // the shop's defence is awaited
			member: "1007", begins: 40, at: "12:44", bought: 70, told: 40,
			person: registry.Person{Name: "Dounia Bakkali", Email: "dounia.bakkali@post.example"},
			complaint: registry.Complaint{
				Category: "not_received", Remedy: "refund", Amount: 129_00, Order: "SM-77120", Product: "Winterjas",
				PaidCents: 129_00, PaidWith: "ideal",
				Story:   "De jas is nooit bezorgd. De bezorger zegt dat hij is afgegeven, maar niet bij wie.",
				Wish:    "Mijn geld terug.",
				TellHow: "email", TellText: "De jas is er niet.",
			},
			acts: []act{
				{38, "10:00", contests("Volgens de bezorger is het pakket afgegeven. Wij betalen niet twee keer.")},
				{37, "19:00", chooses(p.ChooseHelp, "")},
				{36, "09:00", takes(sanne)},
				{36, "09:30", asksAccounts(sanne, "Ik hoor graag van u allebei wat er met het pakket is gebeurd.")},
				{34, "20:00", byConsumer(joint("Ik was die dag op mijn werk. Mijn buren hebben niets aangenomen."))},
				{33, "10:00", byShop(joint("De bezorger heeft een handtekening, maar die is niet te lezen."))},
				{30, "11:00", concludes(sanne, "U bent het niet eens geworden over de vraag of het pakket is aangekomen.")},
				{14, "20:15", requests(registry.Point{Remedy: "refund", Amount: 129_00, Text: "De winkel betaalt mij de jas terug."})},
				{7, "09:00", assigns(eva)},
				{6, "10:30", declares(eva)},
			},
		},
		{ // on the adjudicator's desk
			member: "1005", begins: 62, at: "15:21", bought: 300, told: 70,
			person: registry.Person{Name: "Arjan Postma", Email: "arjan.postma@post.example", Phone: "06 555 02 04"},
			complaint: registry.Complaint{
				Category: "guarantee", Remedy: "repair", Order: "JF-0977", Product: "Elektrische bakfiets",
				PaidCents: 3_999_00, PaidWith: "invoice",
				Story:   "De motor slaat uit bij regen. De winkel heeft hem twee keer gehad en zegt nu dat het water door een klap naar binnen komt.",
				Wish:    "Een nieuwe motor.",
				TellHow: "phone", TellText: "Ik heb vier keer gebeld.",
			},
			acts: []act{
				{60, "11:00", contests("Er zit een deuk in het motorhuis. Schade door vallen valt buiten de garantie.")},
				{59, "19:00", chooses(p.ChooseHelp, "")},
				{58, "09:00", takes(anouk)},
				{58, "09:20", asksAccounts(anouk, "Wilt u mij allebei uw verhaal vertellen?")},
				{56, "18:00", byConsumer(joint("De fiets is nooit gevallen. De deuk zat er na de tweede reparatie."))},
				{55, "12:00", byShop(joint("Bij ons is de fiets niet gevallen. Wij maken van elke fiets foto's."))},
				{52, "10:00", concludes(anouk, "U blijft allebei bij uw verhaal over de deuk. Daar komt u met mij niet uit.")},
				{50, "21:00", requests(
					registry.Point{Remedy: "repair", Text: "De winkel zet er een nieuwe motor in, zonder kosten."},
					registry.Point{Remedy: "refund", Amount: 85_00, Text: "De winkel betaalt de huur van een andere fiets."},
				)},
				{49, "09:00", assigns(eva)},
				{48, "10:00", declares(eva)},
				{40, "16:00", defends("no", "De deuk is er niet bij ons in gekomen. Op onze foto van de eerste reparatie is hij al te zien.")},
				{36, "20:00", replies("Op die foto zit er een plakplaatje. Dat is geen deuk.")},
				{32, "11:00", lastWord("Wij hebben de foto in het groot toegevoegd aan ons verhaal. Verder hebben wij niets.")},
			},
		},
		{ // upheld, published, to be carried out
			member: "1001", begins: 80, at: "13:13", bought: 110, told: 90,
			person: registry.Person{Name: "Noortje Evers", Email: "noortje.evers@post.example"},
			complaint: registry.Complaint{
				Category: "faulty", Remedy: "refund", Amount: 189_00, Order: "LB-44190", Product: "Hanglamp van glas",
				PaidCents: 189_00, PaidWith: "ideal",
				Story:   "De lamp kwam met een barst aan. De winkel zegt dat ik hem zelf heb laten vallen.",
				Wish:    "Mijn geld terug.",
				TellHow: "email", TellText: "Er zit een barst in het glas.",
			},
			files: []attachment{{"foto van de barst.txt", "Foto van de lamp in de doos, gemaakt bij het uitpakken.\n"}},
			acts: []act{
				{78, "09:00", contests("De lamp is heel bij ons weggegaan.")},
				{77, "20:00", chooses(p.ChooseHelp, "")},
				{76, "09:00", takes(sanne)},
				{76, "09:10", asksAccounts(sanne, "Ik hoor graag uw verhaal.")},
				{74, "18:00", byConsumer(joint("Ik maakte een foto toen de lamp nog in de doos lag."))},
				{73, "10:00", byShop(joint("Wij kunnen niet zien wanneer die foto is gemaakt."))},
				{70, "10:00", concludes(sanne, "U bent het niet eens over wanneer de barst ontstond.")},
				{68, "20:00", requests(registry.Point{Remedy: "refund", Amount: 189_00, Text: "Geld terug voor de lamp."})},
				{67, "09:00", assigns(eva)},
				{66, "09:30", declares(eva)},
				{60, "15:00", defends("no", "De lamp is heel verstuurd. Wij hebben geen foto van het inpakken.")},
				{56, "20:00", replies("Dan weet de winkel het dus niet.")},
				{52, "11:00", lastWord("")},
				{9, "10:00", rules(eva, upheldLamp(), 5)},
				{7, "14:00", publishes(publishedLamp())},
			},
		},
		{ // dismissed, and published
			member: "1006", begins: 90, at: "17:17", bought: 130, told: 100,
			person: registry.Person{Name: "Bram Kuijpers", Email: "bram.kuijpers@post.example"},
			complaint: registry.Complaint{
				Category: "no_refund", Remedy: "refund", Amount: 59_95, Order: "AE-55190", Product: "Oordopjes",
				PaidCents: 59_95, PaidWith: "ideal",
				Story:   "Ik stuurde de oordopjes binnen 14 dagen terug. De winkel betaalt niet, omdat het zegel open is.",
				Wish:    "Mijn geld terug.",
				TellHow: "email", TellText: "Waar blijft mijn geld?",
			},
			acts: []act{
				{88, "09:00", contests("Het zegel is verbroken. Uit hygiëne nemen wij oordopjes dan niet terug. Dat stond op de doos en bij de bestelling.")},
				{87, "20:00", chooses(p.ChooseHelp, "")},
				{86, "09:00", takes(anouk)},
				{86, "09:10", asksAccounts(anouk, "Wilt u mij uw verhaal vertellen?")},
				{84, "18:00", byConsumer(joint("Ik moest ze proberen. Anders weet ik niet of ze passen."))},
				{83, "10:00", byShop(joint("Passen kan niet bij dit product. Dat zeggen wij voor het kopen."))},
				{80, "10:00", advises(anouk, registry.Advice{
					Side: "shop", Law: "artikel 6:230p, onderdeel f, BW",
					Text: "De wet maakt een uitzondering voor verzegelde producten die uit hygiëne niet terug kunnen als het zegel open is. De winkel heeft dat gezegd. Dit is mijn advies, geen uitspraak.",
				})},
				{78, "10:00", concludes(anouk, "U wilt allebei een uitspraak over het zegel.")},
				{76, "20:00", requests(registry.Point{Remedy: "refund", Amount: 59_95, Text: "Geld terug voor de oordopjes."})},
				{75, "09:00", assigns(thom)},
				{74, "09:30", declares(thom)},
				{70, "15:00", defends("no", "Het zegel was verbroken. Wij hebben dit voor het kopen gezegd.")},
				{66, "20:00", replies("Ik heb ze één keer in gehad.")},
				{62, "11:00", lastWord("")},
				{20, "10:00", rules(thom, dismissedEarphones(), 0)},
				{16, "14:00", publishes(publishedEarphones())},
			},
		},
	}
}
