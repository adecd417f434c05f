package letter

// Slugs lists the letters that events can bring, for the test that each has words in every language.
func Slugs() []string {
	return []string{
		"m02-confirmation", "m03-notice", "m04-reminder-first", "m05-reminder-last", "m06-choice", "m07-choice-reminder",
		"m08-extension-consumer", "m08-extension-shop", "m10-message", "m12a-agreement", "m17-compliance-consumer",
		"m17-compliance-shop", "m18-closed", "m22-offer", "m23-offer-declined", "m24-shop-says-solved",
		"m26-mediation-asked", "m26-mediation-asked-shop", "m27-choice-undone", "m27-choice-undone-shop", "m28-paused",
		"m28-paused-shop", "m29-resumed-shop", "m30-reopened-shop", "m31-withdrawn", "m31-withdrawn-shop",
		"m32-not-ours-asked", "m33-not-ours-rejected", "m33-not-ours-rejected-consumer", "m34-refused",
		"m34-refused-shop", "m35-notice-failed", "m36-admission-asked", "m37-admitted", "m38-choice-lapsed",
		"m39-compliance-reminder", "m40-remedy-asked", "m41-proof-shown", "m42-not-carried-out",
		"m42-not-carried-out-shop", "m43-reached", "m44-noticed", "m48-term-extended",

		"m09-mediation-started", "m11-proposal", "m12b-not-agreed", "m13-mediation-ended", "m13-mediation-ended-shop",
		"m49-mediator-changed", "m50-message-hidden", "m51-account-asked", "m52-advice", "m53-proposal-withdrawn", "m54-weekly-word",
		"m55-response-reminder", "m56-mediation-stopped", "m56-mediation-stopped-shop", "m57-mediation-resumed-shop",
		"m58-pause-asked", "m59-mediation-paused", "m59b-pause-over",

		"m13b-request-reminder", "m14-payment-received", "m14-ruling-requested-shop", "m14b-payment-failed",
		"m15-statement-consumer", "m15-statement-shop", "m15b-reply", "m15c-rejoinder", "m15d-respond", "m16-ruling",
		"m16b-correction", "m60-case-for-you", "m61-adjudicator", "m62-ruling-possible", "m62-ruling-possible-shop",
		"m63-fee-due", "m63-fee-due-shop", "m63b-fee-reminder", "m64-ruling-goes-on", "m65-refund",
		"m66-no-adjudicator", "m67-adjudicator-sought", "m68-challenge", "m69-challenge-judged", "m70-file-changed",
		"m71-leave-asked", "m71-leave-asked-jurist", "m72-leave-judged", "m73-question", "m73-question-other",
		"m74-question-answered", "m75-file-closed", "m76-ruling-extended", "m77-file-ready", "m78-shop-confirm",
		"m79-shop-said", "m80-ruling-not-done", "m80-ruling-not-done-shop", "m81-work-stopped", "m82-made-up",
		"m83-consumer-not-done", "m83-consumer-not-done-shop", "m84-no-defence",
	}
}
