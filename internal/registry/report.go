package registry

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// ReportFormat is the version of the data of a yearly report. It grows by one when a field goes or gets another meaning;
// a field that is added leaves it as it is.
const ReportFormat = 1

// YearReport is the report over a year that Directive 2013/11/EU art. 7(2) asks for, as it was published: figures and
// words, frozen. It is also the data that everybody can fetch, so the names of its fields stay as they are.
type YearReport struct {
	Format       int            `json:"format"`
	Year         int            `json:"year"`
	Organisation string         `json:"organisation"`
	Published    time.Time      `json:"published_at"` // for the first time, UTC
	Changes      []ReportChange `json:"changes"`      // oldest first
	Figures      ReportFigures  `json:"figures"`
	Words        ReportWords    `json:"words"`
}

// ReportWords are what people add to the figures: points (b) and (h). Without recommendations, or without a network to
// work with, these are empty.
type ReportWords struct {
	Problems        BothWords `json:"problems"`
	Recommendations BothWords `json:"recommendations"`
	Cooperation     BothWords `json:"cooperation"`
}

// BothWords is a text in both languages.
type BothWords struct {
	NL string `json:"nl"`
	EN string `json:"en"`
}

// Whole says that the text is there in both languages.
func (b BothWords) Whole() bool {
	return strings.TrimSpace(b.NL) != "" && strings.TrimSpace(b.EN) != ""
}

// Half says that it is there in one language only.
func (b BothWords) Half() bool { return !b.Whole() && strings.TrimSpace(b.NL+b.EN) != "" }

// ReportChange says when a report that had been published was published anew, and why.
type ReportChange struct {
	At     time.Time `json:"at"` // UTC
	Reason BothWords `json:"reason"`
}

// Changed is when the report was published last.
func (r YearReport) Changed() time.Time {
	if n := len(r.Changes); n > 0 {
		return r.Changes[n-1].At
	}
	return r.Published
}

// ReportDraft is what a person publishes: what they saw, and what they wrote.
type ReportDraft struct {
	Organisation string
	Figures      ReportFigures
	Words        ReportWords
	Reason       BothWords // of a change; both languages when the year has a report already
}

// ReportDesk is a year as those see it who may publish its report.
type ReportDesk struct {
	Report  *YearReport // as published; nil when it is not
	Version int64       // for PublishReport
	By      string      // who published it last
	Over    bool        // the year has ended: only then can it be published
}

// ReportListed is a published report in a list.
type ReportListed struct {
	Year    int
	Changed time.Time
}

// Reports lists the published reports, newest year first.
func (c *Clerk) Reports(ctx context.Context) ([]ReportListed, error) {
	rows, err := c.store.Queries().Reports(ctx)
	if err != nil {
		return nil, outside(fmt.Errorf("reports: %w", store.Wrap(err)))
	}
	out := make([]ReportListed, 0, len(rows))
	for _, r := range rows {
		out = append(out, ReportListed{Year: int(r.Year), Changed: millis(r.Published)})
	}
	return out, nil
}

// ReportOfYear gives the published report over a year, and its data byte for byte as everybody gets it. fault.NotFound
// when it was not published.
func (c *Clerk) ReportOfYear(ctx context.Context, year int) (YearReport, []byte, error) {
	row, err := c.store.Queries().ReportOfYear(ctx, int64(year))
	if err != nil {
		return YearReport{}, nil, outside(store.Wrap(err))
	}
	r, err := reportOf(row)
	return r, []byte(row.Data), err
}

func reportOf(row db.Report) (YearReport, error) {
	var r YearReport
	if err := json.Unmarshal([]byte(row.Data), &r); err != nil {
		return r, fmt.Errorf("report of %d: %w", row.Year, err)
	}
	return r, nil
}

// ReportDesk gives a year to those of quality and administrators; fault.NotFound for others, and for a year that has
// not begun.
func (c *Clerk) ReportDesk(ctx context.Context, v Viewer, year int) (ReportDesk, error) {
	d := ReportDesk{Over: c.yearOver(year)}
	q := c.store.Queries()
	ok, err := isOfficer(ctx, q, v)
	if err != nil {
		return d, outside(err)
	}
	if !ok || year > procedure.DateOf(c.now()).Year {
		return d, fault.New(fault.NotFound)
	}
	row, there, err := findReport(ctx, q, year)
	if err != nil || !there {
		return d, outside(err)
	}
	r, err := reportOf(row)
	if err != nil {
		return d, outside(err)
	}
	d.Report, d.Version = &r, row.Published
	d.By, err = newNames(q).account(ctx, row.Account)
	return d, outside(err)
}

func (c *Clerk) yearOver(year int) bool { return procedure.DateOf(c.now()).Year > year }

func findReport(ctx context.Context, q *db.Queries, year int) (db.Report, bool, error) {
	row, err := q.ReportOfYear(ctx, int64(year))
	if err = store.Wrap(err); errors.Is(err, store.ErrNotFound) {
		return row, false, nil
	}
	if err != nil {
		return row, false, fmt.Errorf("report: %w", err)
	}
	return row, true, nil
}

// PublishReport publishes the report over a year that has ended, with the figures that the person saw. They stay as
// they are: publishing the year again needs a reason, and tells it. version is that of ReportDesk; fault.Conflict when
// somebody else published in between. The same report sent twice is published once. fault.NotFound for who is neither
// of quality nor an administrator, fault.Refused while the year runs or when words are missing.
func (c *Clerk) PublishReport(ctx context.Context, v Viewer, year int, version int64, d ReportDraft) error {
	if !c.yearOver(year) || !d.Words.Problems.Whole() || d.Words.Recommendations.Half() || d.Words.Cooperation.Half() {
		return fault.New(fault.Refused)
	}
	now := c.now().UTC().Truncate(time.Millisecond)
	return c.asOfficer(ctx, v, func(tx *store.Tx) error {
		r := YearReport{Format: ReportFormat, Year: year, Organisation: d.Organisation, Published: now, Changes: []ReportChange{}, Figures: d.Figures, Words: d.Words}
		row, there, err := findReport(ctx, tx.Queries, year)
		if err != nil {
			return err
		}
		if there {
			old, err := reportOf(row)
			if err != nil {
				return err
			}
			if row.Account == v.Actor.ID && old.same(r, d.Reason) {
				return nil
			}
			r.Published, r.Changes = old.Published, append(old.Changes, ReportChange{At: now, Reason: d.Reason})
		}
		switch {
		case row.Published != version:
			return fault.New(fault.Conflict)
		case there && !d.Reason.Whole():
			return fault.New(fault.Refused)
		}
		data, err := json.MarshalIndent(r, "", "  ")
		if err != nil {
			return fmt.Errorf("report: %w", err)
		}
		return tx.UpsertReport(ctx, db.UpsertReportParams{
			Year: int64(year), Data: string(data) + "\n", Account: v.Actor.ID, Published: max(now.UnixMilli(), row.Published+1),
		})
	})
}

// same says that a report tells what another tells, and was published last for the same reason.
func (r YearReport) same(other YearReport, reason BothWords) bool {
	var last BothWords
	if n := len(r.Changes); n > 0 {
		last = r.Changes[n-1].Reason
	}
	return r.Words == other.Words && r.Figures.Mark() == other.Figures.Mark() && last == reason
}

// Mark stands for all figures, whenever they were counted: other figures have another one.
func (f ReportFigures) Mark() string {
	f.Counted = time.Time{}
	b, err := json.Marshal(f)
	if err != nil { // numbers and words can always be written
		return ""
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// ReportText is a report in the words of a language, for who draws it.
type ReportText struct {
	Title, Intro string
	Rows         []ReportLine // when it was published and changed
	Short        []ReportLine // the figures that tell most
	Parts        []ReportPart
	Data         []byte // of YearReport: its hash stands on the document
	Year         int
	At           time.Time // of the last publication
}

// ReportPart is a point of the directive: words, then lines or a table, then words about these.
type ReportPart struct {
	ID, Title string
	Words     []string
	Lines     []ReportLine
	Table     *ReportTable
	Notes     []string
}

// ReportLine is a figure with its name.
type ReportLine struct{ Name, Value string }

// ReportTable is a table whose columns after the first are figures.
type ReportTable struct {
	Caption string
	Head    []string
	Rows    [][]string
}
