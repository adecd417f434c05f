package mail

import (
	"html"
	"mime"
	"regexp"
	"strings"
)

// Servers that know no RFC 3464 say in words what happened. The words below are those of the common ones, in English,
// Dutch and German; a mail is only judged by them when its sender or subject says that it is a report.

var (
	serverNames = regexp.MustCompile(`(?i)(?:mailer-?daemon|postmaster|mail(?:er)?[ ._-]*(?:delivery|system|administrator)|mdaemon|microsoftexchange)`)

	failureSubject = regexp.MustCompile(`(?i)undeliver|not delivered|returned mail|returned to sender|failure notice|delivery (?:has )?fail|delivery (?:status )?notification|mail delivery|delivery problem|` +
		`onbestelbaar|niet (?:be|af)geleverd|niet bezorgd|retour afzender|bezorging .*mislukt|aflevering .*mislukt|unzustellbar|nicht zugestellt`)

	delayWords = regexp.MustCompile(`(?i)delayed|still being (?:tried|retried)|will be retried|will keep trying|not yet been delivered|nog niet (?:be|af)geleverd|nog niet bezorgd|vertraagd|vertraging|blijven? (?:het )?proberen|opnieuw geprobeerd|verzögert`)

	failureWords = regexp.MustCompile(`(?i)could ?n[o']t be delivered|cannot be delivered|was ?n[o']t delivered|undeliverable|permanent(?:ly)? (?:error|fail)|fail(?:ed|ure) permanently|user unknown|unknown user|no such (?:user|mailbox|recipient)|does ?n[o']t exist|mailbox (?:is )?full|address rejected|given up|giving up|` +
		`niet (?:worden )?(?:bezorgd|(?:be|af)geleverd)|kon(?:den)? niet|kan niet|bestaat niet|onbekende? (?:gebruiker|ontvanger|adres)|postbus (?:is )?vol|onbestelbaar|nicht zugestellt`)

	autoSubject = regexp.MustCompile(`(?i)^(?:re: *)?(?:automatic reply|automatisch(?:e)? (?:antwoord|reactie)|auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|afwezig|niet aanwezig|ik ben (?:er niet|afwezig|op vakantie)|automatische antwort|abwesenheit|vacation|ontvangstbevestiging)`)

	smtpCode = regexp.MustCompile(`(?im)(?:^\s*|(?:said|smtp|error|response|remote|fout(?:melding)?|antwoord|melding)\b[^\n]{0,80}?[\s:;<("'])([45]\d\d)(?:[ -]|$)`)

	tags = regexp.MustCompile(`(?s)<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>`)
)

// isReport is whether the mail calls itself a delivery report, or holds one.
func (m *opened) isReport() bool {
	kind, params, _ := m.header.ContentType()
	return len(m.status) > 0 || (strings.EqualFold(kind, "multipart/report") && !m.notification &&
		(params["report-type"] == "" || strings.EqualFold(params["report-type"], "delivery-status")))
}

// fromServer is whether a mail server, not a person, is named as the sender.
func (m *opened) fromServer() bool {
	return m.header.Has("X-Failed-Recipients") || serverNames.MatchString(m.header.Get("From"))
}

func (m *opened) subject() string {
	raw := m.header.Get("Subject")
	decoder := mime.WordDecoder{}
	if s, err := decoder.DecodeHeader(raw); err == nil {
		return s
	}
	return raw
}

func (m *opened) bounceSubject() bool {
	subject := m.subject()
	return !autoSubject.MatchString(subject) && (failureSubject.MatchString(subject) || delayWords.MatchString(subject))
}

// isAutoReply is whether a machine answered for a person (RFC 3834 and what came before it).
func (m *opened) isAutoReply() bool {
	if kind, _, _ := strings.Cut(m.header.Get("Auto-Submitted"), ";"); kind != "" && !strings.EqualFold(strings.TrimSpace(kind), "no") {
		return true
	}
	for _, name := range []string{"X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply"} {
		if v := m.header.Get(name); v != "" && !strings.EqualFold(v, "no") {
			return true
		}
	}
	switch strings.ToLower(strings.TrimSpace(m.header.Get("Precedence"))) {
	case "auto_reply", "auto-reply":
		return true
	}
	return autoSubject.MatchString(m.subject())
}

// plainBounce reads a report that is only words. False when the words do not tell what happened.
func plainBounce(m *opened, report *Report) bool {
	text, subject := wordsBefore(string(m.text)), m.subject()
	status := codeIn(text)
	class := byte(0)
	if code := smtpCode.FindStringSubmatch(text); code != nil {
		class = code[1][0]
	}
	if status != "" {
		class = status[0]
	}
	switch {
	case delayWords.MatchString(subject), class != '5' && delayWords.MatchString(text):
		report.Action = Delayed
	case class == '5', failureWords.MatchString(text):
		report.Action = Failed
	case class == '4':
		report.Action = Delayed
	default:
		return false
	}
	report.Status = status
	report.Diagnostic = clean(telling(text), m.header.Get("X-Failed-Recipients"))
	return true
}

// wordsBefore leaves out the letter itself, which many servers put under their words.
func wordsBefore(text string) string {
	cut := regexp.MustCompile(`(?im)^(?:-{3,}.*(?:copy|original|returned|kopie|oorspronkelijk).*|return-path: .*|received: from .*)$`)
	if at := cut.FindStringIndex(text); at != nil {
		return text[:at[0]]
	}
	return text
}

// telling is the line that says most: the one with a code, or with the words of failure.
func telling(text string) string {
	lines := strings.Split(text, "\n")
	for _, of := range []*regexp.Regexp{threeNumbers, smtpCode, failureWords, delayWords} {
		for _, line := range lines {
			if of.MatchString(line) {
				return line
			}
		}
	}
	return ""
}

func stripTags(page []byte) []byte {
	return []byte(html.UnescapeString(tags.ReplaceAllString(string(page), "\n")))
}
