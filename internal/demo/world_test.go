package demo

import (
	"context"
	"io"
	"log/slog"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/evidence"
	"wederhoor/internal/jobs"
	"wederhoor/internal/letter"
	"wederhoor/internal/mail"
	"wederhoor/internal/mail/mailbox"
	"wederhoor/internal/pay"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/store"
	"wederhoor/internal/text"
)

// newWorld builds a world in a folder of the test: real store, clerk, worker, SMTP and mailbox; no pages.
func newWorld(t *testing.T, now time.Time) (*World, *mailbox.Box) {
	t.Helper()
	clock := &Clock{}
	clock.SetOffset(time.Until(now))
	folder := t.TempDir()
	st, err := store.Open(t.Context(), folder, store.Options{})
	check(t, err)
	t.Cleanup(func() { check(t, st.Close()) })
	box, err := OpenPostbox(t.Context(), clock.Now)
	check(t, err)
	t.Cleanup(func() { check(t, box.Close()) })
	sender, err := mail.NewSender(mail.Settings{Host: "127.0.0.1", Port: box.Port, TLS: mail.TLSNone}, clock.Now)
	check(t, err)
	t.Cleanup(sender.Close)
	words, err := text.Load(nil)
	check(t, err)
	files, err := evidence.OpenStore(filepath.Join(folder, "evidence"), filepath.Join(folder, "evidence.key"), clock.Now)
	check(t, err)
	log := slog.New(slog.DiscardHandler)
	clerk := registry.New(st, clock.Now, "localhost")
	accounts := account.New(st, clock.Now, account.Secret("0123456789abcdef0123456789abcdef"), "localhost")
	post := &jobs.Post{
		Clerk: clerk, Accounts: accounts, Text: words, Sender: sender, Base: "http://localhost:8080",
		House: letter.House{Trustmark: "Keurmerk Voorbeeld", Phone: "030 555 01 00", Domain: "localhost"},
		From:  mail.Address{Name: "Keurmerk Voorbeeld", Email: "klacht@keurmerkvoorbeeld.example"}, Log: log,
	}
	worker := jobs.NewWorker(clerk, post, &jobs.Keeper{Clerk: clerk, Accounts: accounts, Files: files, Log: log}, log)
	checker := evidence.NewChecker(evidence.Options{})
	keep := func(ctx context.Context, name string, r io.Reader) (registry.File, error) {
		c, err := checker.Check(ctx, name, r)
		if err != nil {
			return registry.File{}, err
		}
		id, err := files.Put(ctx, c)
		return registry.File{Name: c.Name, MediaType: c.MediaType, Stored: id, Size: c.Size, SHA256: c.SHA256}, err
	}
	kassa, err := OpenCheckout(t.Context(), "http://localhost:8080/demo/kassa", clock.Now, func(string, url.Values) {})
	check(t, err)
	t.Cleanup(func() { check(t, kassa.Close()) })
	client, err := pay.New(pay.Config{BaseURL: kassa.API, Key: pay.Key(Key), Now: clock.Now})
	check(t, err)
	worker.Till = &jobs.Till{Clerk: clerk, Client: client, Text: words, Base: "http://localhost:8080", Name: "Keurmerk Voorbeeld", Log: log}
	people := Staff()
	for i := range people {
		people[i].Roles = []string{string(people[i].Role)}
	}
	check(t, accounts.KeepStaff(t.Context(), people))
	w := &World{
		Folder: folder, Clock: clock, Clerk: clerk, Accounts: accounts, Worker: worker, Keep: keep,
		Pay: func(ctx context.Context, dispute, payment string) error {
			return kassa.Pay(ctx, worker.Till, dispute, payment)
		},
	}
	return w, box.Box
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var staff = registry.Viewer{Actor: p.Actor{Role: p.Administrator, ID: "test", Proof: p.ByBrowser}}

// at gives the view of the case with an order number, as staff see it.
func (w *World) at(t *testing.T, order string) registry.View {
	t.Helper()
	for page := 0; ; page++ {
		rows, err := w.Clerk.Cases(context.Background(), staff, "", page)
		check(t, err)
		if len(rows) == 0 {
			break
		}
		for _, r := range rows {
			if r.Order == order {
				v, err := w.Clerk.ByReference(context.Background(), staff, r.Reference)
				check(t, err)
				return v
			}
		}
	}
	t.Fatalf("no case with order %s", order)
	return registry.View{}
}

func happened(v registry.View, kind string) bool {
	for _, e := range v.Timeline {
		if e.Kind == kind {
			return true
		}
	}
	return false
}

// TestSeed makes the demo on ordinary days and on days around which terms move: Christmas, Easter, Ascension.
func TestSeed(t *testing.T) {
	t.Parallel()
	days := []string{
		"2026-11-24T10:30", "2026-11-28T00:10", "2026-12-24T23:50", "2026-12-31T12:00", "2027-01-04T09:00",
		"2027-03-30T08:00", "2027-04-08T15:00", "2027-05-18T07:00",
	}
	for _, day := range days {
		t.Run(day, func(t *testing.T) {
			t.Parallel()
			now, err := time.ParseInLocation("2006-01-02T15:04", day, p.Amsterdam)
			check(t, err)
			w, _ := newWorld(t, now)
			check(t, w.Seed(t.Context(), nil))
			seeded(t, w)
			if late := w.Clock.Now().Sub(now); late < 0 || late > time.Minute*2 {
				t.Errorf("the clock is %s after the day on which it was made", late)
			}
			ahead, kept, err := Kept(w.Folder, store.FileName)
			check(t, err)
			if !kept || ahead != w.Clock.Offset() {
				t.Errorf("kept %v, %s ahead; want %s", kept, ahead, w.Clock.Offset())
			}
		})
	}
}

func seeded(t *testing.T, w *World) {
	t.Helper()
	for _, c := range []struct {
		order    string
		task     p.TaskKind
		outcome  p.Outcome
		happened string
	}{
		{"CZ-20817", p.TaskAdmission, "", "opened"},
		{"LB-55120", p.TaskAnswer, "", "notice_accepted"},
		{"FG-7781", p.TaskAnswer, "", "reminded_answer"},
		{"2217", p.TaskPhone, "", "notice_bounced_last"},
		{"ZS-90233", p.TaskAnswer, "", "offer_made"},
		{"KW-3390", p.TaskAnswer, "", "solved_said"},
		{"SK-118", p.TaskNotOurs, "", "not_ours_said"},
		{"SM-411902", "", p.Withdrawn, "withdrawn"},
		{"JF-1208", p.TaskChoice, "", "contested"},
		{"AE-660142", p.TaskChoice, "", "reminded_choice"},
		{"WW-5500871", p.TaskExtension, "", "chosen_busy"},
		{"KK-77", p.TaskResume, "", "paused"},
		{"TH-8841", "", p.Solved, "chosen_solved"},
		{"TP-20931", p.TaskPerform, "", "agreement_made"},
		{"SM-398117", p.TaskConfirm, "", "compliance_asked"},
		{"WW-5120033", p.TaskMediator, "", "chosen_help"},
		{"FG-7410", p.TaskMediator, "", "reminded_answer"},
		{"KW-20931", p.TaskLook, "", "accounts_asked"},
		{"ZS-5501", p.TaskLook, "", "proposal_put"},
		{"SM-77120", p.TaskDefence, "", "claim_sent"},
		{"JF-0977", p.TaskStudy, "", "defence_given"},
		{"KD-90217", p.TaskRequest, "", "concluded_no_agreement"},
		{"BH-31277", p.TaskAssign, "", "ruling_requested"},
		{"TP-41882", p.TaskJudgeChallenge, "", "challenged"},
		{"LB-44190", p.TaskPerform, "", "ruling_signed"},
		{"AE-55190", "", p.RuledDismissed, "ruling_published"},
	} {
		v := w.at(t, c.order)
		if v.Status.Task != c.task || v.Status.Outcome != c.outcome {
			t.Errorf("%s: task %q, outcome %q; want %q, %q", c.order, v.Status.Task, v.Status.Outcome, c.task, c.outcome)
		}
		if !happened(v, c.happened) {
			t.Errorf("%s: no %s in the timeline", c.order, c.happened)
		}
		for _, l := range v.Letters {
			switch l.State {
			case registry.LetterAccepted, registry.LetterCancelled:
			case registry.LetterBounced:
				if c.order != "2217" {
					t.Errorf("%s: letter %s bounced: %s", c.order, l.Slug, l.Error)
				}
			default:
				t.Errorf("%s: letter %s is %s: %s", c.order, l.Slug, l.State, l.Error)
			}
		}
	}
	if v := w.at(t, "TH-8841"); !v.Status.CanOpen {
		t.Error("the solved case cannot be reopened")
	}
	if v := w.at(t, "ZS-90233"); len(v.Offers) != 1 {
		t.Errorf("%d open offers, want 1", len(v.Offers))
	}
	if v := w.at(t, "AE-660142"); v.Consumer.Lang != "en" || len(v.Documents) != 1 {
		t.Error("the English case has another language, or no file")
	}
}

func TestAdvance(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)
	w, box := newWorld(t, now)
	check(t, w.Seed(t.Context(), nil))
	letters := box.Len()
	for range 2 {
		before := w.Clock.Now()
		after, err := w.Advance(t.Context(), 7*24*time.Hour)
		check(t, err)
		if moved := after.Sub(before); moved < 7*24*time.Hour || moved > 7*24*time.Hour+time.Minute {
			t.Errorf("the clock moved %s", moved)
		}
		if now := box.Len(); now <= letters {
			t.Error("no letters in a week")
		} else {
			letters = now
		}
	}
	for order, task := range map[string]p.TaskKind{
		"CZ-20817": p.TaskAdmission, "LB-55120": p.TaskChoice, "JF-1208": p.TaskResume, "SM-398117": "",
	} {
		if v := w.at(t, order); v.Status.Task != task {
			t.Errorf("%s: task %q after two weeks, want %q", order, v.Status.Task, task)
		}
	}
	for _, m := range box.All() {
		if m.At.After(w.Clock.Now()) {
			t.Errorf("letter %d came in the future", m.Number)
		}
	}
	if ahead, kept, err := Kept(w.Folder, store.FileName); err != nil || !kept || ahead != w.Clock.Offset() {
		t.Errorf("kept %v, %s ahead, %v", kept, ahead, err)
	}
	for _, d := range []time.Duration{0, -time.Hour, MostAdvance + 1} {
		if _, err := w.Advance(t.Context(), d); err == nil {
			t.Errorf("the clock moved by %s", d)
		}
	}
}
