package world

import (
	"bufio"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"wederhoor/internal/mail/mailbox"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// Visitor is a browser as scripts use it: ours without script, or a real one.
type Visitor interface {
	Visit(target string) error
	Click(text string) error
	Press(text string) error
	Fill(name, value string) error
	Pick(name, label string) error
	Attach(name string, f File)
	Post(target string, v url.Values) error
	Text() string
	Fields() []string
	Path() string
	Code() int
	Picture(name string, width int64) error
}

// Script plays a journey: one command a line, # begins a comment. The commands are those of the table below.
type Script struct {
	w    *World
	who  Visitor
	of   func(name string) Visitor
	day0 procedure.Date
	vars map[string]string
	dir  string
}

// Play plays a file. It stops at the first line that does not hold.
func Play(w *World, file string) {
	w.T.Helper()
	PlayIn(w, file, func(name string) Visitor { return w.Browser(name) })
}

// PlayIn plays a file in the browsers that of gives for each name.
func PlayIn(w *World, file string, of func(name string) Visitor) {
	w.T.Helper()
	s := &Script{w: w, who: of("somebody"), of: of, day0: procedure.DateOf(w.Now()), vars: map[string]string{}, dir: filepath.Dir(file)}
	s.vars["today"] = s.day0.String()
	s.play(file)
}

// play plays the lines of a file in the script as it stands.
func (s *Script) play(file string) {
	w := s.w
	w.T.Helper()
	f, err := os.Open(file)
	if err != nil {
		w.T.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := s.do(line); err != nil {
			w.T.Fatalf("%s:%d: %s\n  %v\n  page %s (%d): %.1500s", file, n, line, err, s.who.Path(), s.who.Code(), s.who.Text())
		}
	}
	if err := lines.Err(); err != nil {
		w.T.Fatal(err)
	}
}

// commands is filled at start: include plays scripts, which use it.
var commands map[string]func(s *Script, rest string) error

func init() {
	commands = map[string]func(s *Script, rest string) error{
		"as":      func(s *Script, rest string) error { s.who = s.of(rest); return nil },
		"visit":   (*Script).visit,
		"click":   func(s *Script, rest string) error { return s.who.Click(unquote(rest)) },
		"press":   func(s *Script, rest string) error { return s.who.Press(unquote(rest)) },
		"fill":    (*Script).fill,
		"attach":  (*Script).attach,
		"see":     (*Script).see,
		"not-see": (*Script).notSee,
		"status":  (*Script).status,
		"advance": (*Script).advance,
		"day":     (*Script).day,
		"mail":    (*Script).mail,
		"no-mail": (*Script).noMail,
		"mails":   (*Script).mails,
		"code":    (*Script).code,
		"open":    (*Script).open,
		"let":     (*Script).let,
		"set":     (*Script).set,
		"include": (*Script).include,
		"letters": (*Script).letters,
		"smtp":    (*Script).smtp,
		"bounce":  (*Script).bounce,
		"kassa":   (*Script).kassa,

		"pick":      (*Script).pick,
		"some-mail": (*Script).someMail,
		"from-mail": (*Script).fromMail,
		"post":      (*Script).post,
		"picture":   (*Script).picture,
		"members":   (*Script).members,
		"sign-in":   (*Script).signIn,
		"enter":     (*Script).enter,
	}
}

func (s *Script) do(line string) error {
	name, rest, _ := strings.Cut(line, " ")
	c, ok := commands[name]
	if !ok {
		return fmt.Errorf("unknown command %q", name)
	}
	rest = os.Expand(strings.TrimSpace(rest), func(v string) string { return s.vars[v] })
	if err := c(s, rest); err != nil {
		return err
	}
	if _, key, missing := strings.Cut(s.who.Text(), "‹"); missing && name != "include" {
		return fmt.Errorf("the page shows a text that is not in the catalogue: %.40s", key)
	}
	return nil
}

// visit PATH: opens a page of the site
func (s *Script) visit(path string) error { return s.who.Visit(Base + path) }

func unquote(s string) string { return strings.Trim(strings.TrimSpace(s), `"`) }

// fill NAME = VALUE
func (s *Script) fill(rest string) error {
	name, value, ok := strings.Cut(rest, "=")
	if !ok {
		return fmt.Errorf("want fill NAME = VALUE")
	}
	if err := s.who.Fill(strings.TrimSpace(name), unquote(value)); err != nil {
		return fmt.Errorf("%w; it has %v", err, s.who.Fields())
	}
	return nil
}

// attach NAME FILE TEXT: a text file
func (s *Script) attach(rest string) error {
	parts := strings.SplitN(rest, " ", 3)
	if len(parts) != 3 {
		return fmt.Errorf("want attach NAME FILE TEXT")
	}
	s.who.Attach(parts[0], File{Name: parts[1], Body: []byte(unquote(parts[2]))})
	return nil
}

func (s *Script) see(rest string) error {
	if t := unquote(rest); !strings.Contains(s.who.Text(), t) {
		return fmt.Errorf("the page does not say %q", t)
	}
	return nil
}

func (s *Script) notSee(rest string) error {
	if t := unquote(rest); strings.Contains(s.who.Text(), t) {
		return fmt.Errorf("the page says %q", t)
	}
	return nil
}

func (s *Script) status(rest string) error {
	if got := strconv.Itoa(s.who.Code()); got != rest {
		return fmt.Errorf("status %s, want %s", got, rest)
	}
	return nil
}

// advance 7d, 12h, 30m
func (s *Script) advance(rest string) error {
	if n, ok := strings.CutSuffix(rest, "d"); ok {
		days, err := strconv.Atoi(n)
		if err != nil {
			return err
		}
		at := s.w.Now().In(procedure.Amsterdam)
		s.w.To(time.Date(at.Year(), at.Month(), at.Day()+days, at.Hour(), at.Minute(), at.Second(), 0, procedure.Amsterdam))
		return nil
	}
	d, err := time.ParseDuration(rest)
	if err != nil {
		return err
	}
	s.w.Advance(d)
	return nil
}

// day N: to 10:00 of day N of the journey; day N 23:59:59: to that time of it
func (s *Script) day(rest string) error {
	num, clock, _ := strings.Cut(rest, " ")
	n, err := strconv.Atoi(num)
	if err != nil {
		return err
	}
	at := s.day0.AddDays(n).Start().Add(10 * time.Hour)
	if clock != "" {
		if at, err = time.ParseInLocation("2006-01-02 15:04:05", s.day0.AddDays(n).String()+" "+clock, procedure.Amsterdam); err != nil {
			return err
		}
	}
	if at.Before(s.w.Now()) {
		return fmt.Errorf("day %d has passed", n)
	}
	s.w.To(at)
	return nil
}

func (s *Script) last(address string) (mailbox.Mail, error) {
	m, ok := s.w.Mail.Last(address)
	if !ok {
		return m, fmt.Errorf("no mail to %s", address)
	}
	return m, nil
}

// mail ADDRESS "TEXT": the last mail to the address has it in its subject or words
func (s *Script) mail(rest string) error {
	address, want, _ := strings.Cut(rest, " ")
	m, err := s.last(address)
	if err != nil {
		return err
	}
	if all := fold(m.Subject + "\n" + m.Text); !strings.Contains(all, unquote(want)) {
		return fmt.Errorf("the last mail to %s does not say %q but: %s", address, unquote(want), all)
	}
	return nil
}

// no-mail ADDRESS "TEXT": no mail to the address has it
func (s *Script) noMail(rest string) error {
	address, want, _ := strings.Cut(rest, " ")
	for _, m := range s.w.Mail.To(address) {
		if all := fold(m.Subject + "\n" + m.Text); strings.Contains(all, unquote(want)) {
			return fmt.Errorf("a mail to %s says %q: %s", address, unquote(want), m.Subject)
		}
	}
	return nil
}

func fold(t string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(t, "\u00a0", " ")), " ")
}

// mails ADDRESS = N
func (s *Script) mails(rest string) error {
	address, n, _ := strings.Cut(rest, "=")
	all := s.w.Mail.To(strings.TrimSpace(address))
	if got := strconv.Itoa(len(all)); got != strings.TrimSpace(n) {
		var subjects []string
		for _, m := range all {
			subjects = append(subjects, m.Subject)
		}
		return fmt.Errorf("%s mails, want %s: %q", got, n, subjects)
	}
	return nil
}

var sixDigits = regexp.MustCompile(`\b\d{6}\b`)

// code ADDRESS: fills in the code of the last mail to the address
func (s *Script) code(rest string) error {
	m, err := s.last(rest)
	if err != nil {
		return err
	}
	c := sixDigits.FindString(m.Subject + " " + m.Text)
	if c == "" {
		return fmt.Errorf("no code in %q", m.Subject)
	}
	s.vars["code"] = c
	return s.who.Fill("code", c)
}

// open ADDRESS N: opens the N-th link of the last mail to the address
func (s *Script) open(rest string) error {
	address, num, _ := strings.Cut(rest, " ")
	m, err := s.last(address)
	if err != nil {
		return err
	}
	n := 1
	if num != "" {
		if n, err = strconv.Atoi(num); err != nil {
			return err
		}
	}
	if n > len(m.Links) {
		return fmt.Errorf("the mail %q has %d links", m.Subject, len(m.Links))
	}
	return s.who.Visit(m.Links[n-1])
}

// let NAME REGEXP: keeps the first group that the page matches
func (s *Script) let(rest string) error {
	name, expr, _ := strings.Cut(rest, " ")
	re, err := regexp.Compile(unquote(expr))
	if err != nil {
		return err
	}
	m := re.FindStringSubmatch(s.who.Text() + " " + s.who.Path())
	if len(m) < 2 {
		return fmt.Errorf("the page does not match %s", expr)
	}
	s.vars[name] = m[1]
	return nil
}

// set NAME = VALUE; VALUE may be "day N" or "day N date" (a Dutch date), counted from day 0
func (s *Script) set(rest string) error {
	name, value, ok := strings.Cut(rest, "=")
	if !ok {
		return fmt.Errorf("want set NAME = VALUE")
	}
	name, value = strings.TrimSpace(name), unquote(value)
	if num, isDay := strings.CutPrefix(value, "day "); isDay {
		n, err := strconv.Atoi(num)
		if err != nil {
			return err
		}
		d := s.day0.AddDays(n)
		s.vars[name] = text.Date(text.NL, d.Start())
		s.vars[name+"_d"], s.vars[name+"_m"], s.vars[name+"_y"] = strconv.Itoa(d.Day), strconv.Itoa(int(d.Month)), strconv.Itoa(d.Year)
		return nil
	}
	s.vars[name] = value
	return nil
}

// include FILE: plays another file of the same folder in between
func (s *Script) include(rest string) error {
	s.play(filepath.Join(s.dir, rest))
	return nil
}

// smtp ADDRESS reject | accept | defer N
func (s *Script) smtp(rest string) error {
	parts := strings.Fields(rest)
	if len(parts) < 2 {
		return fmt.Errorf("want smtp ADDRESS reject|accept|defer N")
	}
	switch parts[1] {
	case "reject":
		s.w.Mail.Script(parts[0], mailbox.Reject(550, "5.1.1", "no such user"))
	case "accept":
		s.w.Mail.Script(parts[0], mailbox.Accept())
	case "defer":
		n, err := strconv.Atoi(parts[2])
		if err != nil {
			return err
		}
		s.w.Mail.Script(parts[0], mailbox.Defer(n))
	default:
		return fmt.Errorf("unknown behaviour %q", parts[1])
	}
	return nil
}

// bounce ADDRESS: a delivery report says that the last mail to the address failed after all
func (s *Script) bounce(rest string) error {
	m, err := s.last(rest)
	if err != nil {
		return err
	}
	raw := mailbox.Report(m, "failed", "5.1.1", "mailbox gone", s.w.Now())
	rep, err := s.w.House.Bounces.Parse(envelope(m), strings.NewReader(string(raw)))
	if err != nil {
		return err
	}
	if err := s.w.House.TakeReport(s.w.T.Context(), rep); err != nil {
		return err
	}
	s.w.Work()
	return nil
}

// Digits gives the code in a mail; "" when it has none.
func Digits(m mailbox.Mail) string { return sixDigits.FindString(m.Subject + " " + m.Text) }

// letters PARTY CASE = N: how many letters of the case were accepted for the party
func (s *Script) letters(rest string) error {
	parts := strings.Fields(strings.ReplaceAll(rest, "=", " "))
	if len(parts) != 3 {
		return fmt.Errorf("want letters PARTY CASE = N")
	}
	v, err := s.w.House.Clerk.ByReference(s.w.T.Context(), (&Case{}).StaffViewer(), parts[1])
	if err != nil {
		return err
	}
	var sent []string
	for _, l := range v.Letters {
		if string(l.Party) == parts[0] && l.State == registry.LetterAccepted {
			sent = append(sent, l.Slug)
		}
	}
	if strconv.Itoa(len(sent)) != parts[2] {
		return fmt.Errorf("%d letters, want %s: %v", len(sent), parts[2], sent)
	}
	return nil
}

// kassa pay|fail|expire|cancel|resend|forge|down|up [N]: what the payer, the bank or somebody else does with the N-th
// payment, the last without a number; kassa begin: a tab whose button was pressed in the same instant as that of another
// begins a payment too; kassa payments = N; kassa refunded = CENTS: of all payments
func (s *Script) kassa(rest string) error {
	what, arg, _ := strings.Cut(rest, " ")
	switch what {
	case "down", "up":
		s.w.Kassa.SetDown(what == "down")
		return nil
	case "payments", "refunded":
		return s.kassaCount(what, arg)
	case "begin":
		return s.begin()
	case "forge":
		s.w.Kassa.Forge(Base+"/betaling/melding", arg)
		return nil
	}
	n := 0
	if arg != "" {
		var err error
		if n, err = strconv.Atoi(strings.Fields(arg)[0]); err != nil {
			return err
		}
	}
	p, ok := s.w.payment(n)
	if !ok {
		return fmt.Errorf("no payment %d", n)
	}
	var err error
	switch what {
	case "pay":
		err = s.w.Kassa.Pay(p.ID)
	case "fail":
		err = s.w.Kassa.Fail(p.ID)
	case "expire":
		err = s.w.Kassa.Expire(p.ID)
	case "cancel":
		err = s.w.Kassa.Cancel(p.ID)
	case "resend":
		err = s.w.Kassa.Resend(p.ID, 10)
	default:
		return fmt.Errorf("unknown act %q at the till", what)
	}
	s.w.Work()
	return err
}

func (s *Script) kassaCount(what, arg string) error {
	want := strings.TrimSpace(strings.TrimPrefix(arg, "="))
	n := 0
	for _, p := range s.w.Kassa.Payments() {
		if what == "payments" {
			n++
		} else {
			n += int(p.RefundedCents)
		}
	}
	if strconv.Itoa(n) != want {
		return fmt.Errorf("%s: %d, want %s", what, n, want)
	}
	return nil
}
