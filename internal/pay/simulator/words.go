package simulator

import (
	"strings"

	"wederhoor/internal/pay"
)

// words are what the page says. They stand here and not in the house's catalogues, because the page plays a site that is
// not the house's and that a trustmark cannot restyle.
type words struct {
	Lang, Title, Banner, BannerMore          string
	Amount, For                              string
	Choose, Missing, ProblemTitle            string
	Pay, Others, Fail, Cancel, Expire, Later string
	Back, Other, OtherLang                   string
	Gone, GoneMore, Down                     string
	Statuses                                 map[pay.Status]string
}

var dutch = words{
	Lang: "nl", Title: "Oefenbetaling",
	Banner:     "Dit is een simulator. Er wordt geen geld afgeschreven.",
	BannerMore: "U oefent hier. Deze pagina is niet van een bank en vraagt nooit om uw gegevens. Kies zelf hoe de betaling afloopt.",
	Amount:     "Bedrag", For: "Voor",
	Choose: "Hoe wilt u betalen?", Missing: "Kies hoe u wilt betalen", ProblemTitle: "Er is iets niet ingevuld",
	Pay: "Betaal", Others: "Of laat de betaling anders aflopen", Fail: "De bank weigert", Cancel: "Ik breek af",
	Expire: "De tijd is om", Later: "Betaal later: de bank is nog bezig",
	Back: "Terug naar de website", Other: "English", OtherLang: "en",
	Gone: "Deze oefenbetaling bestaat niet", GoneMore: "De simulator onthoudt betalingen niet als hij opnieuw start. Ga terug naar de website en begin opnieuw.",
	Down: "De simulator doet alsof hij stuk is. Probeer het later opnieuw.",
	Statuses: map[pay.Status]string{
		pay.Open: "U kunt betalen.", pay.Pending: "De bank is nog bezig met deze betaling.",
		pay.Authorized: "Het bedrag is gereserveerd.", pay.Paid: "Deze betaling is betaald.",
		pay.Failed:   "De bank weigerde deze betaling. Er is niets betaald.",
		pay.Canceled: "U brak deze betaling af. Er is niets betaald.",
		pay.Expired:  "De tijd voor deze betaling is om. Er is niets betaald.",
	},
}

var english = words{
	Lang: "en", Title: "Practice payment",
	Banner:     "This is a simulator. No money is taken.",
	BannerMore: "You are practising. This page does not belong to a bank and never asks for your details. Choose yourself how the payment ends.",
	Amount:     "Amount", For: "For",
	Choose: "How do you want to pay?", Missing: "Choose how you want to pay", ProblemTitle: "Something is not filled in",
	Pay: "Pay", Others: "Or let the payment end in another way", Fail: "The bank refuses", Cancel: "I break off",
	Expire: "Time runs out", Later: "Pay later: the bank is still busy",
	Back: "Back to the website", Other: "Nederlands", OtherLang: "nl",
	Gone: "This practice payment does not exist", GoneMore: "The simulator forgets payments when it is restarted. Go back to the website and begin again.",
	Down: "The simulator pretends to be broken. Try again later.",
	Statuses: map[pay.Status]string{
		pay.Open: "You can pay.", pay.Pending: "The bank is still busy with this payment.",
		pay.Authorized: "The amount is reserved.", pay.Paid: "This payment is paid.",
		pay.Failed:   "The bank refused this payment. Nothing was paid.",
		pay.Canceled: "You broke off this payment. Nothing was paid.",
		pay.Expired:  "The time for this payment has run out. Nothing was paid.",
	},
}

// isDutch says which language a locale means; without one it is Dutch.
func isDutch(locale string) bool { return locale == "" || strings.HasPrefix(locale, "nl") }

func wordsIn(isDutch bool) words {
	if isDutch {
		return dutch
	}
	return english
}

// sum writes an amount for people: € 25,00 or € 25.00.
func sum(cents int64, isDutch bool) string {
	s := pay.FormatAmount(cents)
	if isDutch {
		s = strings.Replace(s, ".", ",", 1)
	}
	return "€\u00a0" + s
}
