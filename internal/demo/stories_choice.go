package demo

import (
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// choosing gives the cases in which the choice was asked.
func choosing() []story {
	return []story{
		{ // contested: the choice is open
			member: "1005", begins: 6, at: "17:25", bought: 200, told: 25,
			person: registry.Person{Name: "Marga Wolters", Email: "marga.wolters@post.example", Phone: "0592 555 170", Helper: "Tim Wolters <tim.wolters@post.example>"},
			complaint: registry.Complaint{
				Category: "guarantee", Remedy: "repair", Order: "JF-1208", Product: "Elektrische fiets, accu 500 Wh",
				PaidCents: 2_149_00, PaidWith: "ideal",
				Story:   "De accu van mijn fiets gaat na een half jaar nog maar 15 kilometer mee. Bij de koop was dat 80. De winkel zegt dat ik hem verkeerd opgeladen heb, maar ik doe wat er in het boekje staat.",
				Steps:   []string{"In het voorjaar reed ik nog 70 kilometer op een volle accu.", "De winkel las de accu uit en zei dat slijtage niet onder de garantie valt."},
				Wish:    "Een nieuwe accu, of deze gerepareerd.",
				TellHow: "phone", TellText: "Ik was in de winkel met de fiets. Zij hebben de accu uitgelezen.",
				Helper: "Tim Wolters <tim.wolters@post.example>",
			},
			acts: []act{
				{4, "10:40", answers("Wij hebben de accu uitgelezen. Hij is 40 keer helemaal leeg gereden. Daar kan een accu niet tegen.", 0)},
				{3, "20:05", says("Dat kan niet. Ik laad hem elke avond op. Mag ik die meting zien?")},
				{2, "09:30", contests("Wij vergoeden de accu niet. Diep ontladen is verkeerd gebruik, en dat staat in de handleiding op bladzijde 12. De meting leggen wij graag voor aan een bemiddelaar.")},
			},
		},
		{ // the choice is open for a while, and the reminder has been sent; the consumer reads English
			member: "1006", begins: 20, at: "11:11", bought: 48, told: 30,
			person: registry.Person{Name: "Emily Clarke", Email: "emily.clarke@post.example", Phone: "+44 20 5550 1234", Lang: "en"},
			complaint: registry.Complaint{
				Category: "no_refund", Remedy: "refund", Amount: 249_00, Order: "AE-660142", Product: "Wireless headphones Nord 3",
				PaidCents: 249_00, PaidWith: "paypal",
				Story:   "I returned the headphones within 14 days because they did not fit. The parcel was delivered to your warehouse and signed for. Five weeks later the money is still not on my account. Every reply says that the return is being processed.",
				Steps:   []string{"I returned the headphones and kept the receipt.", "Support answered three times that the return is being processed."},
				Wish:    "I would like my money back.",
				TellHow: "email", TellText: "My return was delivered on the 3rd. When will you refund me?",
			},
			files: []attachment{{"proof of return.txt", "Parcel receipt\nReturn AE-660142 to Ångström Elektronik\nDelivered and signed for at the warehouse\n"}},
		},
		{ // the shop is working on it, with a promised day
			member: "1015", begins: 15, at: "09:05", bought: 120, told: 28,
			person: registry.Person{Name: "Kees en Ria Blom", Email: "blom@post.example", Phone: "010 555 01 77"},
			complaint: registry.Complaint{
				Category: "guarantee", Remedy: "repair", Order: "WW-5500871", Product: "Wasmachine 8 kilo",
				PaidCents: 549_00, PaidWith: "ideal",
				Story:   "De wasmachine stopt halverwege met foutcode E18. De monteur is geweest en heeft een pomp besteld. Dat is nu vier weken geleden. Wij wassen bij onze dochter.",
				Wish:    "Dat de machine het weer doet.",
				TellHow: "phone", TellText: "Wij belden vier keer. Elke keer is de pomp onderweg.",
			},
			acts: []act{
				{12, "16:10", answers("De pomp komt volgende week binnen. De monteur neemt daarna contact met u op.", 0)},
				{3, "11:20", answers("De pomp is er. Wij maken een afspraak voor de reparatie.", 6)},
				{1, "19:00", chooses(p.ChooseBusy, "")},
			},
		},
		{ // paused: the consumer did not answer
			member: "1014", begins: 29, at: "15:30", bought: 20, told: 10,
			person: registry.Person{Name: "Lotte Smits", Email: "lotte.smits@post.example"},
			complaint: registry.Complaint{
				Category: "wrong_item", Remedy: "refund", Amount: 38_50, Order: "KK-77", Product: "Zes kaarsen in cadeaudoos",
				PaidCents: 38_50, PaidWith: "ideal",
				Story:   "Ik bestelde bijenwas en kreeg gewone kaarsen. Twee waren gebroken.",
				TellHow: "email", TellText: "Dit zijn niet de kaarsen die ik bestelde.",
			},
			acts: []act{
				{27, "21:40", answers("Wat jammer! De bijenwas was op en wij stuurden deze in de plaats. Dat hadden wij moeten vragen. Wilt u ze terugsturen?", 0)},
			},
		},
		{ // solved; it can be opened again
			member: "1008", begins: 9, at: "13:02", bought: 22, told: 15,
			person: registry.Person{Name: "Wouter Terpstra", Email: "wouter.terpstra@post.example"},
			complaint: registry.Complaint{
				Category: "faulty", Remedy: "resend", Order: "TH-8841", Product: "Het grote vogelboek",
				PaidCents: 42_99, PaidWith: "ideal",
				Story:   "In mijn boek ontbreken de bladzijden 97 tot en met 128. In plaats daarvan staan de bladzijden ervoor er twee keer in.",
				Wish:    "Een boek met alle bladzijden.",
				TellHow: "form", TellText: "Er ontbreken 32 bladzijden.",
			},
			acts: []act{
				{8, "10:15", answers("Dat is een fout van de drukker. Er gaat vandaag een nieuw boek naar u toe. Het andere hoeft u niet terug te sturen.", 0)},
				{4, "17:50", chooses(p.ChooseSolved, "")},
			},
		},
	}
}

// later gives the cases with an agreement, and those that a mediator takes.
func later() []story {
	return []story{
		{ // an agreement that is to be carried out
			member: "1011", begins: 11, at: "18:36", bought: 60, told: 31,
			person: registry.Person{Name: "Saskia Oosterhof", Email: "saskia.oosterhof@post.example"},
			complaint: registry.Complaint{
				Category: "faulty", Remedy: "refund", Amount: 149_00, Order: "TP-20931", Product: "Zweefparasol 3 meter",
				PaidCents: 149_00, PaidWith: "ideal",
				Story:   "De parasol is bij de eerste wind omgevallen. De voet heeft een scheur bij de las. Ik had de voet met vier tegels verzwaard, zoals in het boekje staat.",
				Wish:    "Mijn geld terug. Een nieuwe van dit soort vertrouw ik niet.",
				TellHow: "email", TellText: "De voet van de parasol is gescheurd.",
			},
			acts: []act{
				{9, "09:50", answers("Dit kennen wij van één levering. Mogen wij u een voorstel doen?", 0)},
				{8, "14:05", offers("refund", 149_00, 6, "shop", "Wij betalen alles terug en halen de parasol bij u op.")},
				{7, "20:22", accepts},
			},
		},
		{ // the agreed day has passed: was it carried out?
			member: "1007", begins: 20, at: "22:10", bought: 50, told: 24,
			person: registry.Person{Name: "Amira Yilmaz", Email: "amira.yilmaz@post.example"},
			complaint: registry.Complaint{
				Category: "no_refund", Remedy: "refund", Amount: 64_95, Order: "SM-398117", Product: "Jurk, maat 38",
				PaidCents: 64_95, PaidWith: "klarna",
				Story:   "Ik stuurde de jurk terug en heb het bewijs van de post. De winkel zegt dat er een lege doos aankwam.",
				Wish:    "Het aankoopbedrag terug.",
				TellHow: "chat", TellText: "Mijn retour is aangekomen maar ik krijg geen geld.",
			},
			acts: []act{
				{18, "10:30", answers("Wij hebben de beelden van het magazijn bekeken. De jurk is gevonden in een andere bak.", 0)},
				{18, "10:45", offers("refund", 64_95, -5, "", "Wij betalen het hele bedrag terug. Onze excuses voor het misverstand.")},
				{17, "08:15", accepts},
			},
		},
		{ // contested, and the consumer asked for help
			member: "1015", begins: 9, at: "10:08", bought: 290, told: 34,
			person: registry.Person{Name: "Joost Verhoeven", Email: "joost.verhoeven@post.example", Phone: "06 555 01 45"},
			complaint: registry.Complaint{
				Category: "guarantee", Remedy: "repair", Order: "WW-5120033", Product: "Vaatwasser, inbouw",
				PaidCents: 699_00, PaidWith: "ideal",
				Story:   "De vaatwasser lekt aan de voorkant. De monteur zegt dat het rubber van de deur is gescheurd en dat ik dat zelf heb gedaan. Ik heb niets aan het rubber gedaan.",
				Wish:    "Een gratis reparatie, want de machine is nog geen jaar oud.",
				TellHow: "phone", TellText: "De vaatwasser lekt. Kan er iemand komen?",
			},
			files: []attachment{{"verslag monteur.txt", "Bezoek vaatwasser WW-5120033\nLekkage voorzijde, deurrubber gescheurd over 4 cm.\nOorzaak: niet vast te stellen. Klant zegt niets te hebben gedaan.\nAdvies: rubber vervangen, € 145.\n"}},
			acts: []act{
				{7, "13:40", contests("Het rubber is van buiten ingesneden. Dat valt niet onder de garantie. De klant kan het voor € 145 laten maken.")},
				{5, "21:15", chooses(p.ChooseHelp, "In het verslag van de monteur staat dat de oorzaak niet vast te stellen is. De winkel schrijft iets anders dan haar eigen monteur.")},
			},
		},
		{ // the shop never said anything, and the consumer asked for help
			member: "1012", begins: 17, at: "07:50", bought: 45, told: 27,
			person: registry.Person{Name: "Bas Driessen", Email: "bas.driessen@post.example"},
			complaint: registry.Complaint{
				Category: "not_received", Remedy: "refund", Amount: 212_00, Order: "FG-7410", Product: "Mini-beamer",
				PaidCents: 212_00, PaidWith: "ideal",
				Story:   "Ik betaalde anderhalve maand geleden. Er is nooit iets verstuurd. De eerste twee weken kreeg ik nog antwoord, daarna niet meer.",
				Wish:    "Mijn geld terug.",
				TellHow: "email", TellText: "Mijn bestelling is niet verstuurd. Ik wil mijn geld terug.",
			},
			acts: []act{
				{2, "12:30", chooses(p.ChooseHelp, "Er zijn meer mensen die niets kregen. Ik las dat op een forum.")},
			},
		},
	}
}
