package member_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"wederhoor/internal/member"
	"wederhoor/internal/procedure"
)

func genText(most int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		s := rapid.StringOfN(rapid.RuneFrom([]rune(`abcZ é"';,&.()Åß東=+-@0`)), 0, most, -1).Draw(t, "text")
		return strings.TrimSpace(strings.TrimLeft(norm.NFC.String(s), `=+-@ `))
	})
}

func genMembers(t *rapid.T) []member.Member {
	n := rapid.IntRange(0, 8).Draw(t, "n")
	members := make([]member.Member, 0, n)
	for i := range n {
		since := procedure.Date{Year: 1990, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 20_000).Draw(t, "since"))
		m := member.Member{
			ExternalID: fmt.Sprintf("id-%d", i),
			Name:       "N" + genText(20).Draw(t, "name"),
			Emails:     []string{"info@a.example"},
			Phone:      rapid.SampledFrom([]string{"", "+31 6", "(030) 1-2/3.4"}).Draw(t, "phone"),
			Address:    genText(30).Draw(t, "address"),
			KvK:        genText(8).Draw(t, "kvk"),
			Sector:     genText(8).Draw(t, "sector"),
			Since:      since,
		}
		for j := range rapid.IntRange(1, 3).Draw(t, "domains") {
			m.Domains = append(m.Domains, fmt.Sprintf("d%d-%d.example", i, j))
		}
		if rapid.Bool().Draw(t, "second address") {
			m.Emails = append(m.Emails, "o'neill+x@b.example")
		}
		if rapid.Bool().Draw(t, "ended") {
			until := since.AddDays(rapid.IntRange(0, 9000).Draw(t, "days"))
			m.Until = &until
		}
		m.OrdersSource = rapid.SampledFrom([]string{"", member.Measured, member.Stated, member.Estimated}).Draw(t, "source")
		if m.OrdersSource != "" && rapid.Bool().Draw(t, "volume") {
			orders := rapid.Int64Range(0, 1_000_000_000_000).Draw(t, "orders")
			m.OrdersPerYear = &orders
		}
		members = append(members, m)
	}
	return members
}

// What is written is read back as it was, and a byte order mark or other line ends change nothing.
func TestWriteThenRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := genMembers(t)
		var b bytes.Buffer
		if err := member.Write(&b, want); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		if rapid.Bool().Draw(t, "as a spreadsheet writes it") {
			text = "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")
		}
		got, err := member.Read(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Problems) > 0 {
			t.Fatalf("%v\n%s", got.Problems, text)
		}
		if len(want) == 0 {
			want = nil
		}
		if diff := cmp.Diff(want, got.Members); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Whatever the bytes, Read ends, counts its rows, and takes only what it would take again.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"testdata/members.csv", "testdata/members-bad.csv"} {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(header + "1;\"N\n\"\";;\r\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := member.Read(bytes.NewReader(raw))
		if err != nil {
			return
		}
		if got.Rows != got.BadRows+len(got.Members) {
			t.Fatalf("%d rows, %d bad, %d members", got.Rows, got.BadRows, len(got.Members))
		}
		last, lines := 0, bytes.Count(raw, []byte("\n"))+1
		for _, p := range got.Problems {
			if p.Line < last || p.Line > lines || p.Sentence == "" {
				t.Fatalf("%d lines, after line %d: %+v", lines, last, p)
			}
			last = p.Line
		}
		var b bytes.Buffer
		if err := member.Write(&b, got.Members); err != nil {
			t.Fatal(err)
		}
		again, err := member.Read(&b)
		if err != nil || len(again.Problems) > 0 {
			t.Fatal(err, again)
		}
		if diff := cmp.Diff(got.Members, again.Members); diff != "" {
			t.Fatal(diff)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	var file bytes.Buffer
	file.WriteString(header)
	const rows = 200_000
	for i := range rows {
		fmt.Fprintf(&file, "%d;\"Winkel \"\"%d\"\"\";winkel%d.example,w%d.example;info@winkel%d.example;030 123;Straat 1, 1234 AB Plaats;1;wonen;2014-03-01;;5200;measured\n", i, i, i, i, i)
	}
	b.SetBytes(int64(file.Len()))
	for b.Loop() {
		got, err := member.Read(bytes.NewReader(file.Bytes()))
		if err != nil || len(got.Members) != rows {
			b.Fatal(err)
		}
	}
}
