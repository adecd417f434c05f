package component_test

import (
	"context"
	"io"

	"github.com/a-h/templ"

	. "wederhoor/internal/web/component"
)

// Sample pages, as in the pictures of the design. They are rendered by the
// tests, and written as files when SAMPLE_DIR is set, to be looked at.

// group renders components after each other.
func group(parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, p := range parts {
			if err := p.Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

// with gives children to a component.
func with(outer templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, group(children...)), w)
	})
}

// Names and texts that try to break out, or never break.
const (
	evil = `<script>alert("x")</script>&'`
	long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorsitzender"
)

func layout() LayoutView {
	return LayoutView{
		Lang: "nl", Page: "Uw klacht", Case: "zaak K7-4Q2M", Organisation: "Keurmerk Voorbeeld",
		Assets:   Assets{CSS: "/static/site.css", Favicon: "/static/favicon.svg", TouchIcon: "/static/touch.png", Logo: "/static/logo.svg", ThemeColour: "#0b4f6c"},
		HomeHref: "/", SkipLink: "Naar de inhoud", HeaderLabel: "Taal en hulp",
		HeaderLinks: []Link{{Text: "English", Href: "?lang=en", Lang: "en"}, {Text: "Hulp", Href: "/help"}},
		Footer: FooterView{
			Label: "Over deze dienst",
			Links: []Link{{Text: "Hoe het werkt", Href: "/how"}, {Text: "Privacy", Href: "/privacy"}, {Text: "Toegankelijkheid", Href: "/a11y"}, {Text: "Reglement", Href: "/rules"}},
			Lines: []string{"Hulp nodig? Bel 030 123 45 67 (werkdagen 9 tot 17 uur)"},
		},
		Print: &PrintFooterView{Text: "Gedrukt op 12 juni 2026, zaak K7-4Q2M", Address: "https://geschil.example/zaak"},
	}
}

func staffLayout() LayoutView {
	l := layout()
	l.Page, l.Case, l.Wide = "Mijn werk", "", true
	l.Bar = &BarView{
		Organisation: "Keurmerk Voorbeeld", HomeHref: "/staff", NavLabel: "Onderdelen",
		Nav:     []NavLink{{Text: "Werk", Href: "/staff", Current: true}, {Text: "Zaken", Href: "/staff/cases"}, {Text: "Leden", Href: "/staff/members"}, {Text: "Inzicht", Href: "/staff/insight"}, {Text: "Instellingen", Href: "/staff/settings"}},
		Search:  &SearchView{Action: "/staff/search", ID: "q", Name: "q", Label: "Zoek zaak, lid, e-mail", Button: "Zoek"},
		Person:  "Sanne",
		Links:   []Link{{Text: "English", Href: "?lang=en", Lang: "en"}},
		SignOut: &PostButtonView{Action: "/sign-out", Button: ButtonView{Text: "Uitloggen", Kind: ButtonLink}},
	}
	l.Demo = &DemoBarView{Label: "Demo", Text: "Dit is een demo. Het is vrijdag 12 juni 2026, 09.14 uur.", Links: []Link{{Text: "Postvak", Href: "/demo/mail"}, {Text: "Klok", Href: "/demo/clock"}}}
	return l
}

func helpBlock() templ.Component {
	return Help(HelpView{
		Title: "Hulp nodig?", Before: "Bel", Phone: "030 123 45 67", PhoneHref: "tel:+31301234567", After: ". Noem uw zaaknummer: K7-4Q2M.",
		Links: []Link{{Text: "Stuur ons een bericht", Href: "/message"}, {Text: "Download alles als pdf", Href: "/pdf"}},
	})
}

func statusPage() templ.Component {
	steps := StepperView{Heading: "Waar staat uw zaak?", Steps: []Step{
		{StepDone, "Klacht gestuurd", "Klaar op 5 juni"},
		{StepNow, "Winkel lost het zelf op", "Nu: wij wachten op uw antwoord"},
		{StepLater, "Bemiddeling", "Alleen als u dat wilt. Gratis."},
		{StepLater, "Uitspraak door een jurist", "Alleen als bemiddelen niet lukt. € 25."},
	}}
	next := with(NextAction(NextActionView{Eyebrow: "Wat moet u nu doen?", Title: "Is het opgelost?", Print: "Nog geen keuze gemaakt."}),
		Rich("De winkel heeft 7 dagen de tijd gehad. Kies wat er nu aan de hand is. Doe dit uiterlijk **vrijdag 19 juni 2026**."),
		ChoiceCards([]ChoiceCard{
			{"Ja, het is opgelost", "Wij sluiten uw zaak.", "/c?k=solved"},
			{"De winkel is ermee bezig", "U geeft de winkel nog 7 dagen.", "/c?k=busy"},
			{"Nee, ik wil hulp", "Een medewerker van ons gaat bemiddelen. Dit is gratis.", "/c?k=help"},
		}),
		Text("U kunt uw keuze later nog veranderen. Kiest u niets? Dan sturen wij u nog 1 herinnering."))
	timeline := Timeline(TimelineView{Heading: "Wat is er gebeurd?", Items: []TimelineItem{
		{Title: "De winkel heeft een voorstel gedaan", When: "donderdag 11 juni, 16.20 uur", DateTime: "2026-06-11T16:20:00+02:00", Quote: "Wij sturen een nieuwe lamp. U hoeft de oude niet terug te sturen.", Links: []Link{{Text: "Lees het hele bericht", Href: "/m/2"}}},
		{Title: "Wij herinnerden de winkel aan uw klacht", When: "maandag 8 juni, 09.00 uur"},
		{Title: "E-mail aan de winkel kwam niet aan", When: "vrijdag 5 juni, 14.35 uur", Text: "Wij bellen de winkel.", Failed: true},
		{Title: "Wij stuurden uw klacht naar de winkel", When: "vrijdag 5 juni, 14.31 uur", Text: "De winkel kreeg tot en met 12 juni om te antwoorden."},
		{Title: "U stuurde uw klacht", When: "vrijdag 5 juni, 14.30 uur", Links: []Link{{Text: "Bekijk uw klacht en uw 2 bewijzen", Href: "/complaint"}}},
	}})
	about := group(Heading("", "Waar gaat het over?"), SummaryList(SummaryListView{Rows: []SummaryRow{
		{Key: "Winkel", Value: "De Lindeboom (delindeboom.example)"},
		{Key: "Bestelling", Value: "LB-20418, 12 mei 2026"},
		{Key: "Klacht", Value: "Lamp kwam kapot aan"},
		{Key: "Wat u wilt", Value: "Nieuwe lamp, of € 89,95 terug"},
		{Key: "Uw woorden", Value: "Eerste regel\n" + long},
	}}))
	return with(Layout(layout()),
		Banner(BannerView{Title: "Gelukt", Heading: "Uw bewijs is toegevoegd", Success: true}),
		CaseHead(CaseHeadView{Title: "Uw klacht over De Lindeboom", NumberLabel: "Zaaknummer", Number: "K7-4Q2M", Badge: BadgeView{BadgeTurn, "U bent aan zet"}, Facts: []string{"Laatst gewijzigd: vandaag, 09.14 uur"}}),
		Columns(ColumnsView{Lead: next, Side: group(Stepper(steps), helpBlock()), Rest: group(timeline, about,
			Links([]Link{{Text: "Ik wil mijn klacht stoppen", Href: "/withdraw"}}))}))
}

func choicePage() templ.Component {
	return with(Layout(layout()), Columns(ColumnsView{Lead: group(
		PageHead(PageHeadView{Caption: "Zaak K7-4Q2M · De Lindeboom", Title: "Klopt uw keuze?"}),
		with(Form(FormView{Action: "/choice", Hidden: []Hidden{{"version", "7"}}}),
			Radios(RadiosView{
				ID: "choice", Name: "choice", Legend: "Is het opgelost?", Hint: "Er is nog niets veranderd. Wij slaan uw keuze pas op als u op de knop drukt.",
				Value: "busy", Strong: true, Items: []ChoiceItem{
					{Value: "solved", Label: "Ja, het is opgelost", Hint: "Wij sluiten uw zaak. Binnen 14 dagen kunt u de zaak weer openen."},
					{Value: "busy", Label: "De winkel is ermee bezig", Hint: "U geeft de winkel nog 7 dagen. Daarna vragen wij het opnieuw."},
					{Value: "help", Label: "Nee, ik wil hulp", Hint: "Wij gaan bemiddelen. Dit is gratis."},
				},
			}),
			Button(ButtonView{Text: "Bevestig mijn keuze"})),
		Paragraph("", Link{Text: "Bekijk eerst mijn zaak", Href: "/case"}))}))
}

func formPage() templ.Component {
	l := layout()
	l.ErrorPrefix = "Fout: "
	side := Help(HelpView{Title: "Liever bellen?", Before: "Wij kunnen het formulier samen met u invullen. Bel", Phone: "030 123 45 67", PhoneHref: "tel:+31301234567", After: "."})
	return with(Layout(l), Columns(ColumnsView{Side: side, Lead: group(
		BackLink(Link{Text: "Terug", Href: "/intake/3"}),
		ErrorSummary(ErrorSummaryView{Title: "Er is nog iets niet goed", Errors: []Link{
			{Text: "Schrijf in uw eigen woorden wat er is gebeurd", Href: "#story"},
			{Text: "Het bestand ‘film-lamp.mov’ is te groot. Kies een bestand kleiner dan 15 MB", Href: "#proof"},
		}}),
		Progress(ProgressView{Text: "Stap 4 van 7 · Klacht over De Lindeboom", Step: 4, Of: 7}),
		PageHead(PageHeadView{Title: "Vertel wat er is gebeurd"}),
		with(Form(FormView{Action: "/intake/4", Multipart: true, Trap: "website", TrapLabel: "Laat dit leeg"}),
			Textarea(TextareaView{ID: "story", Name: "story", Label: "Wat is er gebeurd?", LabelSize: SizeM, Hint: "Kort is goed. Wat kocht u, wat ging er mis, en wat zei de winkel? Schrijf hier geen wachtwoorden of volledige rekeningnummers.", Error: "Schrijf in uw eigen woorden wat er is gebeurd", Count: "U heeft nog 1.962 tekens over."}),
			FileUpload(FileUploadView{ID: "proof", Name: "proof", Label: "Foto’s of andere bewijzen (mag, hoeft niet)", LabelSize: SizeM, Hint: "Bijvoorbeeld een foto van het product, de bestelbevestiging of e-mails. Met uw telefoon kunt u meteen een foto maken. Maximaal 15 MB per bestand.", Error: "Het bestand ‘film-lamp.mov’ is te groot. Kies een bestand kleiner dan 15 MB", Multiple: true}),
			FileList(FileListView{Heading: "2 bestanden toegevoegd", Items: []FileItem{
				{Name: "foto-lamp-1.jpg", Meta: "2,1 MB · gecontroleerd op virussen", Remove: &ButtonView{Text: "Verwijder", Hidden: "foto-lamp-1.jpg", Kind: ButtonLink, Name: "remove", Value: "1"}},
				{Name: long + ".pdf", Href: "/f/2", Meta: "184 kB · gecontroleerd op virussen", Remove: &ButtonView{Text: "Verwijder", Hidden: "tweede bestand", Kind: ButtonLink, Name: "remove", Value: "2"}},
			}}),
			Buttons(ButtonView{Text: "Verder"}, ButtonView{Text: "Bewaar en ga later verder", Kind: ButtonSecondary, Name: "save", Value: "1", NoValidate: true})))}))
}

// partsPage holds what the other pages do not.
func partsPage() templ.Component {
	l := layout()
	l.Lang, l.Index, l.Case = "nl", true, ""
	return with(Layout(l),
		Panel(PanelView{Title: "Uw klacht is verstuurd", Text: "Uw zaaknummer is", Strong: "K7-4Q2M"}),
		Banner(BannerView{Title: "Let op", Heading: "Er is net iets veranderd in deze zaak", Text: "Bekijk eerst wat er **nieuw** is.", Links: []Link{{Text: "Bekijk de zaak", Href: "/case"}}}),
		Steps([]string{"U stuurt uw klacht.", "De winkel krijgt **7 dagen**."}), List([]string{"Een", "Twee"}),
		Inset("Dat de klacht hier staat, zegt nog niet wie gelijk heeft."), Warning(WarningView{Label: "Let op", Text: "U en de winkel moeten doen wat de jurist beslist."}),
		with(Details("Waarom vragen wij dit?"), Text("Daarom."), Small("Bron: wetten.overheid.nl")),
		with(Form(FormView{Action: "/x"}),
			Input(InputView{ID: "amount", Name: "amount", Label: "Welk bedrag wilt u terug?", Hint: "Bijvoorbeeld 89,95", Error: "Vul een bedrag in", Prefix: "€", Suffix: "per keer", Width: 10, InputMode: "decimal", Value: "x"}),
			Input(InputView{ID: "email", Name: "email", Label: "Uw e-mailadres", Type: "email", Autocomplete: "email", NoSpell: true, LabelSize: SizeM}),
			Code(CodeView{ID: "code", Name: "code", Label: "Vul de code in", Hint: "6 cijfers uit onze e-mail", Error: "De code klopt niet"}),
			Date(DateView{ID: "ordered", Name: "ordered", Legend: "Wanneer bestelde u?", LegendSize: SizeM, Hint: "Bijvoorbeeld 27 3 2026", Error: "Vul het jaar in", BadYear: true, DayLabel: "Dag", MonthLabel: "Maand", YearLabel: "Jaar", Day: "12", Month: "5"}),
			Date(DateView{ID: "told", Name: "told", Legend: "In welke maand was dat?", NoDay: true, MonthLabel: "Maand", YearLabel: "Jaar"}),
			Select(SelectView{ID: "saved", Name: "saved", Label: "Vaste tekst", Value: "b", Error: "Kies een tekst", Options: []Option{{"a", "Kies een vaste tekst"}, {"b", "Ontvangen"}}}),
			Radios(RadiosView{ID: "wish", Name: "wish", Legend: "Wat moet de winkel doen?", LegendSize: SizeM, Error: "Kies een antwoord", Small: true, Items: []ChoiceItem{
				{Value: "refund", Label: "Geld terug", Under: Input(InputView{ID: "sum", Name: "sum", Label: "Bedrag", Prefix: "€", Width: 5})}, {Value: "other", Label: "Anders"},
			}}),
			Radios(RadiosView{ID: "yes", Name: "yes", Legend: "Heeft u de winkel al gesproken?", Inline: true, Items: []ChoiceItem{{Value: "y", Label: "Ja"}, {Value: "n", Label: "Nee"}}}),
			Checkboxes(CheckboxesView{ID: "agree", Name: "agree", Error: "Zet een vinkje", Items: []ChoiceItem{{Value: "1", Label: "Ik begrijp dit", Hint: "U kunt nog terug"}}}),
			Checkboxes(CheckboxesView{ID: "many", Name: "many", Legend: "Waar loopt dit ook?", Hint: "Meer antwoorden mag", Values: []string{"bank"}, Items: []ChoiceItem{{Value: "bank", Label: "Bij mijn bank", Under: Text("Vraag uw bank om uitleg.")}, {Value: "court", Label: "Bij de rechter"}}}),
			Buttons(ButtonView{Text: "Stop mijn klacht", Kind: ButtonWarning}, ButtonView{Text: "Terug", Kind: ButtonSecondary, Href: "/"})),
		Button(ButtonView{Text: "Meld uw klacht", Kind: ButtonStart, Href: "/start", Lang: "nl"}),
		SummaryList(SummaryListView{Rows: []SummaryRow{
			{Key: "E-mail", Value: "a@b.example", Actions: []Link{{Text: "Wijzig", Hidden: "e-mail", Href: "/i/7"}}},
			{Key: "Twee", Body: Text("Waarde"), Actions: []Link{{Text: "Wijzig", Hidden: "twee", Href: "/i/7"}, {Text: "Wis", Hidden: "twee", Href: "/i/8"}}},
			{Key: "Geen", Value: "Niets te wijzigen"},
		}}),
		Table(TableView{ID: "months", Caption: "Zaken per maand", Columns: []TableColumn{{"Maand", false}, {"Zaken", true}, {"Staat", false}, {"Lid", false}}, Rows: [][]TableCell{
			{{Text: "Mei"}, {Text: "12"}, {Badge: &BadgeView{BadgeDone, "Klaar"}}, {Text: long, Href: "/m"}},
		}}),
		Pagination(PaginationView{Label: "Bladeren", Text: "26 tot 50 van 112", Previous: &Link{Text: "Vorige", Href: "?p=1"}, Next: &Link{Text: "Volgende", Href: "?p=3"}}),
		with(Offer(OfferView{ID: "offer-1", From: "Voorstel van de winkel · geldig tot en met 26 juni 2026, 23.59 uur", Title: "De winkel betaalt € 45,00 terug", Note: "U hoeft geen ja te zeggen.", WhyLabel: "Waarom dit voorstel?", Why: "Omdat.", Rows: []SummaryRow{{Key: "Wat doet de winkel?", Value: "Betaalt € 45,00 terug"}, {Key: "Wanneer?", Value: "Binnen 5 werkdagen"}}}),
			Buttons(ButtonView{Text: "Ja, ik ga akkoord", Href: "/yes"}, ButtonView{Text: "Nee, dit wil ik niet", Kind: ButtonSecondary, Href: "/no"})),
		Offer(OfferView{ID: "offer-2", From: "Voorstel van de winkel · verlopen", Title: "De winkel stuurt een nieuwe lamp", Past: true}),
		with(NextAction(NextActionView{Title: "U hoeft nu niets te doen", Quiet: true}), Text("U hoort van ons uiterlijk vrijdag 19 juni 2026.")),
		Heading("messages", "Berichten"),
		Views(ViewsView{Label: "Wie leest mee", Across: true, Items: []ViewItem{{Text: "Iedereen", Href: "?v=1", Count: 4, Current: true}, {Text: "Alleen u en de bemiddelaar", Href: "?v=2", NoCount: true}}}),
		Message(MessageView{ID: "m1", Author: "De Lindeboom (winkel)", When: "21 juni, 09.12 uur", DateTime: "2026-06-21T09:12:00+02:00", Text: "Eén\nTwee\n" + long, Lang: "nl", Files: []FileItem{{Name: "foto.jpg", Href: "/f/1", Meta: "1 MB"}}}),
		Message(MessageView{Kind: MessagePrivate, Author: "Alleen u en de winkel", When: "vandaag 08.40", Text: "Wij willen de helft vergoeden."}),
		Message(MessageView{Kind: MessageNote, Author: "Interne notitie · Sanne", When: "vandaag", Text: "Track & trace opgevraagd."}),
		Search(SearchView{Action: "/members", ID: "member", Name: "q", Label: "Welke winkel?", Button: "Zoek", Large: true, Value: "lind", Hidden: []Hidden{{"view", "all"}}}),
		Figures(FiguresView{Items: []Figure{{"Klachten", "12", "in 12 maanden", "/cases"}, {"Zelf opgelost", "60%", "8 van 12", ""}}}),
		MailList(MailListView{Items: []MailItem{{Subject: "Is het opgelost? " + long, Href: "/demo/mail/1", To: "Anna de Boer (klant)", When: "vandaag, 09.00 uur", Badge: &BadgeView{BadgePlain, "M06"}}}}),
		MailList(MailListView{Empty: "Er is nog geen post."}), Queue(QueueView{Empty: "Geen zaken in deze lijst."}),
		with(Card(), Anchor(Link{Text: "Download (csv)", Href: "/x.csv"})))
}

func queueRow(number, under, status string, kind BadgeKind, left, next string, current bool) QueueRow {
	return QueueRow{Number: number, Href: "/staff/cases/" + number, Under: under, Current: current, Cells: []QueueCell{
		{Text: status}, {Badge: &BadgeView{kind, left}}, {Text: next},
	}}
}

func queuePage() templ.Component {
	views := Views(ViewsView{Label: "Werklijsten", Items: []ViewItem{
		{Text: "Mijn werk", Href: "?view=mine", Count: 7, Current: true},
		{Text: "Niet toegewezen", Href: "?view=free", Count: 12},
		{Text: "Vandaag klaar", Href: "?view=today", Count: 4},
		{Text: "Te laat", Href: "?view=late", Count: 1},
		{Text: "Wacht op partij", Href: "?view=wait", Count: 23},
		{Text: "Bindend", Href: "?view=binding", Count: 6},
		{Text: "Naleving", Href: "?view=compliance", Count: 9},
	}})
	list := group(PageHead(PageHeadView{Title: "Mijn werk, meest dringend eerst", Small: true}), Queue(QueueView{
		Caption: "Mijn werk, meest dringend eerst", Columns: []string{"Zaak", "Status", "Termijn", "Volgende stap"}, Rows: []QueueRow{
			queueRow("K7-4Q2M", "Fonkelgadgets · Niet geleverd", "Voorstel verloopt", BadgeUrgent, "nog 2 u", "Stel vast of voorstel geldt", true),
			queueRow("K7-3ZP9", "Snelmode24 · Terugbetaling", "Winkel zwijgt dag 7", BadgeTurn, "vandaag", "Start bemiddeling", false),
			queueRow("K6-9X11", "Boekhoek · Verkeerd product", "Nieuw bericht consument", BadgeTurn, "vandaag", "Beantwoord bericht", false),
			queueRow("K6-8LL2", "Tuinparadijs Oost · Garantie", "Wacht op stukken winkel", BadgeWait, "over 1 d", "Geen, herinnering gaat morgen", false),
			queueRow("K6-7QA4", "Witgoedwereld · Garantie", "Advies schrijven", BadgeWait, "over 2 d", "Schrijf advies", false),
			queueRow("K6-5TR8", long, "Wacht op consument", BadgePlain, "over 4 d", "Geen", false),
			queueRow("K6-4BN0", "Lampenlicht · Retour", "De jurist is aan zet", BadgeJudge, "over 5 d", "Geen", false),
		},
	}))
	pane := group(CaseHead(CaseHeadView{Title: "K7-4Q2M · Fonkelgadgets", Pane: true, Badge: BadgeView{BadgeUrgent, "nog 2 uur"}, Facts: []string{"Niet geleverd", "€ 64,50"}}),
		SummaryList(SummaryListView{Narrow: true, Rows: []SummaryRow{{Key: "Consument", Value: "mw. A. de Boer"}, {Key: "Wil", Value: "Geld terug"}, {Key: "Winkel zegt", Value: "Pakket is bezorgd"}, {Key: "Lid", Value: "27 zaken in 12 mnd, boven grens"}}}),
		Message(MessageView{Author: "Consument", When: "gisteren 21.10", Text: "Op de foto van de bezorger is het huis van de buren te zien."}),
		Message(MessageView{Kind: MessagePrivate, Author: "Alleen u en de winkel", When: "vandaag 08.40", Text: "Wij willen de helft vergoeden uit coulance."}),
		Message(MessageView{Kind: MessageNote, Author: "Interne notitie", When: "Sanne", Text: "Track & trace opgevraagd bij vervoerder."}),
		with(Form(FormView{Action: "/x"}), Select(SelectView{ID: "saved", Name: "saved", Label: "Vaste tekst", Options: []Option{{"", "Kies een vaste tekst"}}}),
			Buttons(ButtonView{Text: "Schrijf bericht"}, ButtonView{Text: "Maak voorstel", Kind: ButtonSecondary})))
	return with(Layout(staffLayout()), Desk(DeskView{Views: views, List: list, Pane: pane}))
}

func inboxPage() templ.Component {
	l := staffLayout()
	l.Bar.Nav, l.Bar.Search, l.Demo = []NavLink{{Text: "Klachten", Href: "/shop", Current: true}, {Text: "Onze gegevens", Href: "/shop/us"}}, nil, nil
	return with(Layout(l), PageHead(PageHeadView{Caption: "De Lindeboom", Title: "Klachten van klanten"}),
		Views(ViewsView{Label: "Lijsten", Across: true, Items: []ViewItem{{Text: "U bent aan zet", Href: "?v=1", Count: 2, Current: true}, {Text: "Binnen 2 dagen", Href: "?v=2", Count: 1}, {Text: "Te laat", Href: "?v=3"}, {Text: "Wacht op klant", Href: "?v=4", Count: 3}, {Text: "Bij bemiddeling", Href: "?v=5", Count: 1}}}),
		Search(SearchView{Action: "/shop", ID: "find", Name: "q", Label: "Zoek op bestelling of klant", Button: "Zoek", Large: true}),
		Queue(QueueView{Caption: "U bent aan zet", Columns: []string{"Zaak", "Termijn", "Klant", "Bestelling", "Klacht", "Gevraagd", "Status", "Wie"}, Rows: []QueueRow{
			{Number: "K7-4Q2M", Href: "/shop/K7", Cells: []QueueCell{{Badge: &BadgeView{BadgeUrgent, "morgen"}, Note: "vrijdag 12 juni 2026"}, {Text: "A. de Boer"}, {Text: "LB-20418"}, {Text: "Kapot aangekomen"}, {Text: "Nieuwe lamp, of € 89,95 terug"}, {Text: "U bent aan zet"}, {Text: "Karin"}}},
		}}))
}

// samples are all pages, by name.
func samples() map[string]templ.Component {
	return map[string]templ.Component{
		"status": statusPage(), "choice": choicePage(), "form": formPage(),
		"queue": queuePage(), "inbox": inboxPage(), "parts": partsPage(),
	}
}
