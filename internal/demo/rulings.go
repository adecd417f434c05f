package demo

import (
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// The rulings of the demo, as an adjudicator would write them, and as they were published.

func upheldLamp() registry.RulingInput {
	return registry.RulingInput{
		Outcome: p.RuledUpheld, FeeBy: p.Shop,
		Text: registry.RulingText{
			Short:        "De klant krijgt gelijk. De lamp was al stuk toen hij bij de klant aankwam. De winkel betaalt € 189,00 terug, en ook de € 25,00 voor deze uitspraak.",
			Facts:        "De klant kocht op afstand een hanglamp van glas voor € 189,00. Bij het uitpakken zat er een barst in. De klant meldde dat dezelfde week aan de winkel.",
			ConsumerSays: "De klant zegt dat de barst er bij het uitpakken al was, en wijst op de foto (K1) waarop de lamp nog in de doos ligt.",
			ShopSays:     "De winkel zegt dat de lamp heel is verstuurd, en dat de klant hem heeft laten vallen.",
			Law:          "Een product moet zijn wat de koper ervan mag verwachten (artikel 7:17 BW). Blijkt een gebrek binnen een jaar, dan wordt vermoed dat het er bij de aflevering al was (artikel 7:18a BW). Tot de aflevering is het risico voor de verkoper (artikel 7:11 BW).",
			Why:          "De barst bleek binnen een jaar. De winkel moet dus laten zien dat de lamp heel aankwam. Dat heeft de winkel niet gedaan: er is geen foto van het inpakken. De foto van de klant past bij het verhaal van de klant.",
		},
		Points: map[string]registry.PointInput{
			"1": {Decision: "granted", Amount: 189_00, Evidence: []string{"K1"}, Why: "De lamp voldeed niet, en de winkel heeft geen andere lamp aangeboden. De klant mag daarom zijn geld terug."},
		},
		Orders: []registry.OrderInput{
			{Who: p.Shop, Remedy: "refund", Amount: 189_00, Words: "Dat is de prijs van de lamp."},
			{Who: p.Shop, Remedy: "refund", Amount: 25_00, Fee: true},
		},
	}
}

func publishedLamp() registry.PublishedParts {
	t := upheldLamp().Text
	return registry.PublishedParts{
		Text: t, Points: []registry.PartPoint{{Asked: "Geld terug voor de lamp: € 189,00", Decision: "granted", Why: upheldLamp().Points["1"].Why}},
		Orders: []string{"De winkel betaalt € 189,00. Dat is de prijs van de lamp.", "De winkel betaalt de klant de kosten van de uitspraak terug: € 25,00."},
	}
}

func dismissedEarphones() registry.RulingInput {
	return registry.RulingInput{
		Outcome: p.RuledDismissed, FeeBy: p.Consumer,
		Text: registry.RulingText{
			Short:        "De klant krijgt geen gelijk. Van oordopjes met een verbroken zegel hoeft de winkel het geld niet terug te betalen, als dat vooraf duidelijk is gezegd. Dat is hier gebeurd.",
			Facts:        "De klant kocht oordopjes voor € 59,95 en stuurde ze binnen 14 dagen terug. Het zegel van de doos was verbroken.",
			ConsumerSays: "De klant zegt dat hij ze moest proberen om te weten of ze passen.",
			ShopSays:     "De winkel zegt dat dit vooraf op de pagina en op de doos stond.",
			Law:          "Wie op afstand koopt mag zich binnen 14 dagen bedenken (artikel 6:230o BW). Dat geldt niet voor verzegelde producten die om redenen van hygiëne niet terug kunnen, als het zegel na levering is verbroken (artikel 6:230p, onderdeel f, BW).",
			Why:          "Oordopjes gaan in het oor. Ze vallen onder de uitzondering. De klant zegt zelf dat hij ze in heeft gehad. De klant heeft niet laten zien dat de winkel dit vooraf niet zei; een afdruk van de bestelpagina had daarbij kunnen helpen.",
		},
		Points: map[string]registry.PointInput{
			"1": {Decision: "denied", Why: "De klant kon zich na het openen van het zegel niet meer bedenken. De winkel hoeft niet terug te betalen."},
		},
	}
}

func publishedEarphones() registry.PublishedParts {
	return registry.PublishedParts{
		Text:   dismissedEarphones().Text,
		Points: []registry.PartPoint{{Asked: "Geld terug voor de oordopjes: € 59,95", Decision: "denied", Why: dismissedEarphones().Points["1"].Why}},
	}
}
