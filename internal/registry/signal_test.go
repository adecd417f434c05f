package registry_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/insight"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// denied checks why something was refused.
func denied(t *testing.T, what string, err error, want registry.Denial) {
	t.Helper()
	var got registry.Denial
	if !errors.As(err, &got) || got != want {
		t.Errorf("%s: %v, want %q", what, err, want)
	}
}

// undelivered opens cases in which nothing came, and gives their ids.
func (d *desk) undelivered(n int) []string {
	d.t.Helper()
	m, err := d.MemberByID(d.t.Context(), "1001")
	if err != nil {
		d.t.Fatal(err)
	}
	var ids []string
	for range n {
		d.now = d.now.Add(day)
		o, err := d.Open(d.t.Context(), registry.Opening{
			Member:    m,
			Complaint: registry.Complaint{Category: "not_received", Remedy: "refund", Amount: 4500, Order: "LB 1", Story: "Niets gekomen."},
			Person:    registry.Person{Name: "B. Marker", Email: "klant@voorbeeld.example", Lang: "nl"},
		})
		if err != nil {
			d.t.Fatal(err)
		}
		ids = append(ids, o.ID)
		d.post()
	}
	return ids
}

func (d *desk) raise(kind insight.SignalKind, cases ...string) {
	d.t.Helper()
	err := d.RaiseFound(d.t.Context(), []insight.Found{{
		Member: "1001", Kind: kind, Cases: cases, Figures: insight.Figures{Cases: len(cases), Days: 30}, At: d.now,
	}})
	if err != nil {
		d.t.Fatal(err)
	}
}

// signals gives those that are open, and then what was judged.
func (d *desk) signals(v registry.Viewer) []registry.Signal {
	d.t.Helper()
	open, _, err := d.OpenSignals(d.t.Context(), v, 0, registry.PageSize, nil)
	d.must(err)
	judged, err := d.LastJudged(d.t.Context(), v)
	d.must(err)
	return append(open, judged...)
}

// TestFoundSignals: found again it is one, with the new cases; judged it stays judged for its cases.
func TestFoundSignals(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	kim, sanne := d.staffAt("kim", p.Quality), d.staffAt("sanne", p.Mediator)
	ids := d.undelivered(9)
	d.raise(insight.SignalUndelivered, ids[:3]...)
	d.raise(insight.SignalUndelivered, ids[:3]...)
	d.raise(insight.SignalUndelivered, ids...)
	d.raise(insight.SignalSilent, ids[0])
	list := d.signals(kim)
	i := slices.IndexFunc(list, func(s registry.Signal) bool { return s.Kind == "undelivered" })
	if len(list) != 2 || i < 0 || !slices.Equal(list[i].Cases, ids) || list[i].Figures.Cases != 9 || list[i].State != "open" {
		t.Fatalf("signals %+v", list)
	}
	page, err := d.SignalByID(t.Context(), kim, list[i].ID)
	if err != nil || len(page.Cases) != 9 || page.Cases[0].Reference == "" || page.Cases[0].Amount != 4500 || !page.MayJudge {
		t.Fatalf("page %+v %v", page, err)
	}

	id, seen := page.ID, page.Version
	judge := func(v registry.Viewer, j registry.Judgement) error { return d.Judge(t.Context(), v, id, seen, j) }
	real := registry.Judgement{Verdict: insight.JudgedReal, Reason: "Negen keer niets."}
	if err := judge(sanne, real); !errors.Is(err, fault.New(fault.NotFound)) {
		t.Errorf("a mediator judges: %v", err)
	}
	denied(t, "no reason", judge(kim, registry.Judgement{Verdict: insight.JudgedReal, Reason: "  "}), registry.DenyReason)
	denied(t, "no day", judge(kim, registry.Judgement{Verdict: insight.JudgedWatch, Reason: "x", Until: p.DateOf(d.now)}), registry.DenyDay)
	if err := d.Judge(t.Context(), kim, id, seen+1, real); !errors.Is(err, fault.New(fault.Conflict)) {
		t.Errorf("judged unseen: %v", err)
	}
	if err := d.StateConflict(t.Context(), kim, "1001", true); err != nil {
		t.Fatal(err)
	}
	denied(t, "an interest", judge(kim, real), registry.DenyInterest)
	if err := d.StateConflict(t.Context(), kim, "1001", false); err != nil {
		t.Fatal(err)
	}
	if err := judge(kim, real); err != nil {
		t.Fatal(err)
	}
	if err := judge(kim, real); !errors.Is(err, fault.New(fault.Conflict)) {
		t.Errorf("judged twice: %v", err)
	}

	judged, err := d.Judged(t.Context())
	if err != nil || len(judged) != 1 || judged[0].State != insight.JudgedReal || !slices.Equal(judged[0].Cases, ids) {
		t.Errorf("judged %+v %v", judged, err)
	}
	d.raise(insight.SignalUndelivered, ids...) // found before it was judged
	if list = d.signals(kim); len(list) != 2 || list[1].State != "real" || list[1].Judge != "Naam kim" {
		t.Errorf("after judging %+v", list)
	}
	d.now = d.now.Add(day)
	d.raise(insight.SignalUndelivered, "new1", "new2", "new3")
	if list = d.signals(kim); len(list) != 3 {
		t.Errorf("new cases: %d signals", len(list))
	}
}

func TestSignalOwner(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	kim, bas := d.staffAt("kim", p.Quality), d.staffAt("bas", p.Administrator)
	d.staffAt("sanne", p.Mediator)
	d.raise(insight.SignalSilent, "x")
	id := d.signals(kim)[0].ID
	for _, step := range []struct{ to, owner string }{{"kim", "Naam kim"}, {"bas", "Naam bas"}, {"", ""}} {
		if err := d.GiveSignal(t.Context(), bas, id, step.to); err != nil {
			t.Fatal(err)
		}
		if got := d.signals(kim)[0].Owner; got != step.owner {
			t.Errorf("owner %q, want %q", got, step.owner)
		}
	}
	if err := d.GiveSignal(t.Context(), kim, id, "sanne"); !errors.Is(err, fault.New(fault.NotFound)) {
		t.Errorf("given to one who may not judge: %v", err)
	}
	people, err := d.Officers(t.Context(), kim)
	if err != nil || len(people) != 2 {
		t.Errorf("officers %+v %v", people, err)
	}
}

// TestMembersDecided: a decision about the numbers of a member is a measure that waits or is in force, or a judged signal
// of numbers; of behaviour is something else, and an old one no longer counts.
func TestMembersDecided(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	began := newDesk(t).now
	judged := func(kind insight.SignalKind) func(*desk, registry.Viewer) {
		return func(d *desk, kim registry.Viewer) {
			d.raise(kind, d.undelivered(1)...)
			s := d.signals(kim)[0]
			d.must(d.Judge(ctx, kim, s.ID, s.Version, registry.Judgement{Verdict: insight.JudgedExplained, Reason: "Een staking."}))
		}
	}
	for name, tt := range map[string]struct {
		do   func(*desk, registry.Viewer)
		days int // after which a judgement counts
		want bool
	}{
		"nothing":        {do: func(*desk, registry.Viewer) {}},
		"open":           {do: func(d *desk, _ registry.Viewer) { d.raise(insight.SignalMore, d.undelivered(1)...) }},
		"more, judged":   {do: judged(insight.SignalMore), want: true},
		"rise, judged":   {do: judged(insight.SignalRise), want: true},
		"silent, judged": {do: judged(insight.SignalSilent)},
		"long ago":       {do: judged(insight.SignalMore), days: 100},
		"a measure waits": {do: func(d *desk, kim registry.Viewer) {
			_, err := d.Propose(ctx, kim, d.proposal(registry.StepTalk, d.undelivered(1)...))
			d.must(err)
		}, want: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			kim := d.staffAt("kim", p.Quality)
			tt.do(d, kim)
			after := began.Add(time.Duration(tt.days) * day)
			got, err := d.MembersDecided(ctx, kim, after)
			if err != nil || got["1001"] != tt.want {
				t.Errorf("%v %v, want %v", got, err, tt.want)
			}
			if _, err := d.MembersDecided(ctx, registry.Viewer{Actor: p.Actor{Role: p.Shop}}, after); !errors.Is(err, fault.New(fault.NotFound)) {
				t.Errorf("a shop asks: %v", err)
			}
		})
	}
}

// TestOpenSignals: the most urgent of those that fit come first, page by page, and all that are open are counted.
func TestOpenSignals(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	kim := d.staffAt("kim", p.Quality)
	ids := d.undelivered(3)
	for i, kind := range []insight.SignalKind{insight.SignalSameCause, insight.SignalUndelivered, insight.SignalSilent} {
		d.raise(kind, ids[i])
	}
	for name, tt := range map[string]struct {
		skip, n int
		fits    func(string) bool
		want    string
	}{
		"all":              {n: 9, want: "undelivered silent same_cause"},
		"first":            {n: 2, want: "undelivered silent"},
		"next":             {skip: 2, n: 2, want: "same_cause"},
		"beyond":           {skip: 9, n: 2},
		"of this member":   {n: 1, fits: func(member string) bool { return member == "1001" }, want: "undelivered"},
		"of other members": {n: 2, fits: func(member string) bool { return member != "1001" }},
	} {
		list, open, err := d.OpenSignals(t.Context(), kim, tt.skip, tt.n, tt.fits)
		d.must(err)
		var got []string
		for _, s := range list {
			if got = append(got, s.Kind); s.Shop == "" {
				t.Errorf("%s: no name", name)
			}
		}
		if strings.Join(got, " ") != tt.want || open != 3 {
			t.Errorf("%s: %d open, %v, want %q", name, open, got, tt.want)
		}
	}
	for _, role := range []p.Role{p.Shop, p.Consumer, p.Adjudicator} {
		if _, _, err := d.OpenSignals(t.Context(), registry.Viewer{Actor: p.Actor{Role: role}}, 0, 2, nil); !errors.Is(err, fault.New(fault.NotFound)) {
			t.Errorf("%s asks: %v", role, err)
		}
	}
}
