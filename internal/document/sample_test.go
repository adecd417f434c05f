package document

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"sync"
	"testing"
	"time"
)

// The documents that the tests draw, and that people look at.

var (
	made  = time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	dutch = Words{
		Page: "pagina", Of: "van", Hash: "Kenmerk", Log: "Stand van het logboek toen dit document werd gemaakt",
		Sign: "teken", Signs: "tekens",
	}
	sampleLog = []string{
		"klachten.voorbeeldkeurmerk.nl", "18422", "mV3u5m9bQ3uOqJH0sYk0cN0m1y3vYwqk2J1q0d6Zb2Q=",
		"— klachten.voorbeeldkeurmerk.nl 5d0f7e21 Az3xMrkTBMWz2pU0v5Ck5m0jC1mQ9uD9a8Pp2sJq1mUe0x8WqX7bN2rT5vY0kL3oI6uE9fH1dS4gA7cZ8xV2bQ==",
	}
)

const sampleHash = "3f2a9c51d07be846aa10cc94b2f3e7715d0e6a28c9417bf3d8025e6617af90c3"

func frame(title string, blocks ...Block) Doc {
	return Doc{
		Title: title, Lang: "nl", Subject: "Zaak 2026-000123", Author: "Geschillenloket Voorbeeldkeurmerk",
		Footer: "Zaak 2026-000123 · Uitspraak 2026-014", Hash: sampleHash, Checkpoint: sampleLog, Created: made, Words: dutch,
		Blocks: blocks,
	}
}

const long = "De webwinkel stelt dat de wasmachine op 3 september is afgeleverd en dat de schade door de consument is ontstaan bij het plaatsen. " +
	"De consument heeft op de dag van de levering foto's gemaakt waarop de deuk al te zien is, terwijl de verpakking nog om het apparaat zit. " +
	"De bezorger heeft op de vrachtbrief geen opmerking gemaakt, maar dat hoeft de consument niet te weten: wie een gebrek binnen twee maanden " +
	"meldt, is op tijd."

// ruling is a ruling of about four pages.
func ruling() Doc {
	return frame("Uitspraak 2026-014", Heading{1, "Uitspraak 2026-014"},
		Facts{[]Fact{
			{"Zaak", "2026-000123"},
			{"Datum", "23 november 2026"},
			{"Geschilbeslechter", "mr. A. de Wit"},
			{"Consument", "J. Jansen"},
			{"Webwinkel", "Voorbeeld Witgoed B.V., Industrieweg 12, 3542 AD Utrecht, KvK 12345678"},
		}},
		Heading{2, "Kort"},
		Paragraph{"De klacht is gegrond. De webwinkel betaalt de consument € 449,00 terug en haalt de wasmachine op. De consument hoeft niets te betalen."},
		Heading{2, "Wat iedereen moet doen"},
		Table{
			Head: []string{"Wie", "Wat", "Uiterlijk", "Bedrag"}, Right: []bool{false, false, false, true},
			Rows: [][]string{
				{"Webwinkel", "De aankoopprijs terugbetalen op de rekening waarmee is betaald", "7 december 2026", "€ 449,00"},
				{"Webwinkel", "De wasmachine ophalen op een dag die de consument past", "21 december 2026", ""},
				{"Webwinkel", "De kosten van deze procedure terugbetalen", "7 december 2026", "€ 25,00"},
				{"Consument", "De wasmachine klaarzetten op de begane grond", "op de dag van ophalen", ""},
			},
		},
		Heading{2, "Waarom"},
		Heading{3, "Was de wasmachine al beschadigd?"},
		Paragraph{long}, Paragraph{long},
		Quote{"Consument", "4 september 2026", "De doos was nog dicht toen ik de foto maakte.\nDe bezorger wilde niet wachten.\n\nIk heb meteen gebeld (en gemaild)."},
		Quote{"Webwinkel", "9 september 2026", "Volgens onze vervoerder is het pakket onbeschadigd afgeleverd. " + long},
		Heading{3, "Wat volgt daaruit?"},
		Paragraph{long}, Paragraph{long},
		List{Items: []string{
			"Een product moet zijn wat de koper ervan mag verwachten (artikel 7:17 BW).",
			"Binnen een jaar na levering wordt vermoed dat een gebrek er al was (artikel 7:18a BW). " + long,
			"De webwinkel heeft niet bewezen dat het anders is.",
		}, Numbered: true},
		Heading{2, "De feiten en wat partijen zeiden"},
		Paragraph{long}, Paragraph{long}, Paragraph{long}, Paragraph{long},
		Table{
			Caption: "Bewijs", Head: []string{"Nummer", "Wat", "Van wie", "Ontvangen"},
			Rows: [][]string{
				{"K1", "Foto van de deuk, met de verpakking nog om het apparaat", "Consument", "4 september 2026"},
				{"K2", "Orderbevestiging", "Consument", "4 september 2026"},
				{"W1", "Vrachtbrief", "Webwinkel", "9 september 2026"},
			},
		},
		Paragraph{long}, Paragraph{long}, Paragraph{long}, Paragraph{long},
		Heading{2, "Niet eens met deze uitspraak?"},
		Paragraph{"U kunt de rechter vragen de uitspraak te vernietigen. Dat kan binnen twee maanden, tot en met 23 januari 2027, en alleen als het onaanvaardbaar is dat u aan de uitspraak gehouden bent (artikel 7:904 BW)."},
		List{Items: []string{"Het Juridisch Loket geeft gratis uitleg: 0800-8020.", "Kosten bij de rechter betaalt u zelf."}},
	)
}

// caseFile has every kind of block, and what people type.
func caseFile() Doc {
	var timeline [][]string
	for i := range 40 {
		timeline = append(timeline, []string{"3 september 2026, 12:0" + string(rune('0'+i%10)), "Consument", "Bericht aan de webwinkel", "1.3"})
	}
	return frame("Zaak 2026-000123", Heading{1, "Zaak 2026-000123"},
		Facts{[]Fact{{"Onderwerp", "Wasmachine met deuk"}, {"Begonnen", "3 september 2026"}}},
		Heading{2, "Berichten"},
		Quote{"Consument", "3 september 2026", "Ωμέγα Привет ქართული Łódź naïve ẞ ½ → ✓\n😀 hoi 漢字 שלום\tna tab\x07 bel \u202eomgekeerd\u202c e\u0301\xff."},
		Quote{"Consument", "3 september 2026", ") Tj ET (\\) <</S/JavaScript/JS(app.alert(1))>> endstream endobj BDC EMC %%EOF"},
		Paragraph{"Een woord dat niet past: " + strings.Repeat("Donaudampfschifffahrtsgesellschaft", 6) + " https://voorbeeld.nl/" + strings.Repeat("pad/", 40)},
		Rule{},
		Heading{2, "Bewijs"},
		Picture{"K1: foto van de deuk", photo(false)}, Picture{"K2: afdruk van het scherm", photo(true)},
		PageBreak{},
		Heading{2, "Tijdlijn"},
		Table{Caption: "Alles wat er gebeurde", Head: []string{"Wanneer", "Wie", "Wat", "Regel"}, Rows: timeline},
		Table{Head: []string{"Lang", "Kort"}, Rows: [][]string{{strings.Repeat(long+" ", 9), "ja"}, {strings.Repeat("x", 300), strings.Repeat("y", 300)}}},
	)
}

// photo is a picture: a JPEG of 800 × 600, or a PNG of 2000 × 1000 with a transparent part.
func photo(asPNG bool) []byte {
	if asPNG {
		return screen()
	}
	return shot()
}

var (
	shot   = sync.OnceValue(func() []byte { return newPhoto(false) })
	screen = sync.OnceValue(func() []byte { return newPhoto(true) })
)

func newPhoto(asPNG bool) []byte {
	w, h := 800, 600
	if asPNG {
		w, h = 2000, 1000
	}
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			a := uint8(255)
			if asPNG && x > w/2 {
				a = 60
			}
			m.Set(x, y, color.NRGBA{uint8(x * 255 / w), uint8(y * 255 / h), 120, a})
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
		panic(err)
	}
	return b.Bytes()
}

// agreement is a document of one page.
func agreement() Doc {
	d := frame("Afspraak in zaak 2026-000123", Heading{1, "Afspraak"},
		Paragraph{"Voorbeeld Witgoed B.V. en J. Jansen zijn het eens over wat hieronder staat. Beiden zeiden ja tegen dezelfde tekst."},
		Heading{2, "Wat is afgesproken"},
		List{Items: []string{"De webwinkel betaalt € 150,00 terug, uiterlijk op 7 december 2026.", "De consument houdt de wasmachine."}},
		Heading{2, "Wie zei wanneer ja"},
		Facts{[]Fact{{"J. Jansen", "20 november 2026, 14:05, tegen versie 2"}, {"Voorbeeld Witgoed B.V.", "21 november 2026, 9:12, tegen versie 2"}}},
		Heading{2, "Doet de ander niet wat is afgesproken?"},
		Paragraph{"Meld het op de pagina van de zaak. Wij vragen er ook zelf naar, op de dag na de laatste datum."},
	)
	d.Footer = "Zaak 2026-000123 · Afspraak, versie 2"
	return d
}

// drawDoc draws a document, or ends the test.
func drawDoc(tb testing.TB, d Doc) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}
