package document

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const origin = "klachten.voorbeeldkeurmerk.nl"

// testLog is a log of n records.
type testLog struct {
	hashes []tlog.Hash
	size   int64
}

func (l *testLog) ReadHashes(at []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(at))
	for i, n := range at {
		out[i] = l.hashes[n]
	}
	return out, nil
}

func record(name string, i int64) []byte {
	return fmt.Appendf(nil, "wederhoor event v1\n%s\n%d\n", name, i)
}

func newLog(t testing.TB, name string, n int64) *testLog {
	t.Helper()
	l := &testLog{size: n}
	for i := range n {
		more, err := tlog.StoredHashes(i, record(name, i), l)
		if err != nil {
			t.Fatal(err)
		}
		l.hashes = append(l.hashes, more...)
	}
	return l
}

func (l *testLog) root(t testing.TB) tlog.Hash {
	t.Helper()
	root, err := tlog.TreeHash(l.size, l)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func (l *testLog) leaf(t testing.TB, name string, i int64) Leaf {
	t.Helper()
	audit, err := tlog.ProveRecord(l.size, i, l)
	if err != nil {
		t.Fatal(err)
	}
	return Leaf{Index: i, Record: record(name, i), Audit: audit}
}

func logKey(t testing.TB, seed byte, name string) (note.Signer, string, ed25519.PrivateKey) {
	t.Helper()
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
	signer, public, err := LogKey(name, key)
	if err != nil {
		t.Fatal(err)
	}
	return signer, public, key
}

func checkpointOf(t testing.TB, l *testLog, signer note.Signer) string {
	t.Helper()
	c, err := Checkpoint(signer, l.size, l.root(t))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func content(name, text string) BundleFile {
	return BundleFile{
		Path: name, Size: int64(len(text)), SHA256: sha256.Sum256([]byte(text)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil },
	}
}

// bundle is a case file with two pieces of evidence and three events of a log of 100.
func bundle(t testing.TB) (b Bundle, public string) {
	t.Helper()
	signer, public, _ := logKey(t, 1, origin)
	l := newLog(t, "a", 100)
	return Bundle{
		Name: "2026-000123", Case: agreement(), Readme: "Lees mij.\n", Timeline: []byte(`[{"when":"2026-09-03T10:00:00Z"}]`), Sign: signer,
		Files: []BundleFile{content("bewijs/K1-deuk.jpg", "de deuk"), content("bewijs/W1-vrachtbrief é.pdf", "de vrachtbrief")},
		Proof: Proof{Leaves: []Leaf{l.leaf(t, "a", 3), l.leaf(t, "a", 64), l.leaf(t, "a", 99)}, Checkpoint: checkpointOf(t, l, signer)},
	}, public
}

func written(t testing.TB, b Bundle) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := WriteBundle(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func verify(data []byte, public string) (Report, error) {
	return Verify(bytes.NewReader(data), int64(len(data)), public)
}

func TestBundleVerifies(t *testing.T) {
	t.Parallel()
	b, public := bundle(t)
	data := written(t, b)
	rep, err := verify(data, public)
	if err != nil || !rep.OK() {
		t.Fatalf("%v, %+v", err, rep)
	}
	if rep.Name != b.Name || rep.Files != 5 || rep.Leaves != 3 || rep.Size != 100 || rep.Origin != origin || rep.Root != newLog(t, "a", 100).root(t) {
		t.Errorf("the report says %+v", rep)
	}
	if !bytes.Equal(data, written(t, b)) {
		t.Error("other bytes for the same case file")
	}
	var names []string
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	want := []string{"LEESMIJ.txt", "zaak.pdf", "tijdlijn.json", "bewijs/K1-deuk.jpg", "bewijs/W1-vrachtbrief é.pdf", "bewijs.json"}
	if !slices.Equal(names, want) {
		t.Errorf("in it are %q, want %q", names, want)
	}
	b.Case.Lang = "en"
	if rep, err := verify(written(t, b), public); err != nil || !rep.OK() {
		t.Errorf("in English: %v, %+v", err, rep)
	}
}

// The signature of a checkpoint is over the bytes that the foot of letters signs, so the two can be compared.
func TestCheckpointIsThatOfLetters(t *testing.T) {
	t.Parallel()
	signer, _, key := logKey(t, 1, origin)
	l := newLog(t, "a", 9)
	c := checkpointOf(t, l, signer)
	text, sigs, _ := strings.Cut(c, "\n\n")
	fields := strings.Fields(sigs)
	sig, err := base64.StdEncoding.DecodeString(fields[len(fields)-1])
	if err != nil {
		t.Fatal(err)
	}
	foot := fmt.Sprintf("%s\n%d\n%s\n", origin, l.size, l.root(t))
	if text+"\n" != foot || !bytes.Equal(sig[4:], ed25519.Sign(key, []byte(foot))) {
		t.Errorf("the checkpoint is %q", c)
	}
}

// unpacked is what is in a zip, to be changed and packed again.
func unpacked(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func packed(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(files[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTamperingIsFound(t *testing.T) {
	t.Parallel()
	evil, _, _ := logKey(t, 2, origin)
	signer, _, _ := logKey(t, 1, origin)
	hash := func(b []byte) string { return fmt.Sprintf("%x", sha256.Sum256(b)) }
	for name, tt := range map[string]struct {
		change func(files map[string][]byte, p *proofFile)
		want   Kind
	}{
		"file changed":   {func(f map[string][]byte, _ *proofFile) { f["bewijs/K1-deuk.jpg"] = []byte("de duek") }, FileChanged},
		"file longer":    {func(f map[string][]byte, _ *proofFile) { f["bewijs/K1-deuk.jpg"] = []byte("de deuk.") }, FileChanged},
		"readme changed": {func(f map[string][]byte, _ *proofFile) { f["LEESMIJ.txt"] = nil }, FileChanged},
		"pdf changed":    {func(f map[string][]byte, _ *proofFile) { f["zaak.pdf"][900] ^= 1 }, FileChanged},
		"file missing":   {func(f map[string][]byte, _ *proofFile) { delete(f, "bewijs/K1-deuk.jpg") }, FileMissing},
		"file added":     {func(f map[string][]byte, _ *proofFile) { f["bewijs/K2.jpg"] = nil }, FileExtra},
		"file renamed": {func(f map[string][]byte, _ *proofFile) {
			f["bewijs/K9.jpg"] = f["bewijs/K1-deuk.jpg"]
			delete(f, "bewijs/K1-deuk.jpg")
		}, FileExtra},
		"file and list changed": {func(f map[string][]byte, p *proofFile) {
			f["bewijs/K1-deuk.jpg"] = []byte("de duek")
			p.Files[3].SHA256 = hash(f["bewijs/K1-deuk.jpg"])
		}, ListWrong},
		"file and list gone": {func(f map[string][]byte, p *proofFile) {
			delete(f, "bewijs/K1-deuk.jpg")
			p.Files = slices.Delete(p.Files, 3, 4)
		}, ListWrong},
		"file and list added": {func(f map[string][]byte, p *proofFile) {
			f["x"] = nil
			p.Files = append(p.Files, listedFile{"x", 0, hash(nil)})
		}, ListWrong},
		"listed twice":          {func(_ map[string][]byte, p *proofFile) { p.Files = append(p.Files, p.Files[0]) }, ListWrong},
		"list signed by others": {func(_ map[string][]byte, p *proofFile) { p.List = resigned(t, p, evil) }, ListWrong},
		"list not signed":       {func(_ map[string][]byte, p *proofFile) { p.List = p.listText() }, ListWrong},
		"other case's name":     {func(_ map[string][]byte, p *proofFile) { p.Name = "2026-000124" }, ListWrong},
		"size of the list":      {func(_ map[string][]byte, p *proofFile) { p.Files[3].Size++ }, FileChanged},
		"leaf changed":          {func(_ map[string][]byte, p *proofFile) { p.Leaves[1].Record[3] ^= 1 }, LeafWrong},
		"leaf changed and list": {func(_ map[string][]byte, p *proofFile) {
			p.Leaves[1].Record[3] ^= 1
			p.List = resigned(t, p, signer)
		}, LeafWrong},
		"leaf moved":       {func(_ map[string][]byte, p *proofFile) { p.Leaves[1].Index++ }, LeafWrong},
		"leaves swapped":   {func(_ map[string][]byte, p *proofFile) { p.Leaves[0], p.Leaves[1] = p.Leaves[1], p.Leaves[0] }, LeafWrong},
		"leaf twice":       {func(_ map[string][]byte, p *proofFile) { p.Leaves = append(p.Leaves, p.Leaves[2]) }, LeafWrong},
		"leaf negative":    {func(_ map[string][]byte, p *proofFile) { p.Leaves[0].Index = -1 }, LeafWrong},
		"leaf out of log":  {func(_ map[string][]byte, p *proofFile) { p.Leaves[2].Index = 1 << 40 }, LeafWrong},
		"leaf left out":    {func(_ map[string][]byte, p *proofFile) { p.Leaves = p.Leaves[:2] }, ListWrong},
		"no leaves":        {func(_ map[string][]byte, p *proofFile) { p.Leaves = nil }, LeavesMissing},
		"proof changed":    {func(_ map[string][]byte, p *proofFile) { p.Leaves[2].Audit[1][5] ^= 1 }, LeafWrong},
		"proof shorter":    {func(_ map[string][]byte, p *proofFile) { p.Leaves[2].Audit = p.Leaves[2].Audit[1:] }, LeafWrong},
		"proof longer":     {func(_ map[string][]byte, p *proofFile) { p.Leaves[2].Audit = append(p.Leaves[2].Audit, tlog.Hash{}) }, LeafWrong},
		"proof of nothing": {func(_ map[string][]byte, p *proofFile) { p.Leaves[2].Audit = nil }, LeafWrong},
		"checkpoint of another tree": {func(_ map[string][]byte, p *proofFile) {
			p.Checkpoint = checkpointOf(t, newLog(t, "b", 100), signer)
			p.List = resigned(t, p, signer)
		}, LeafWrong},
		"checkpoint of another time": {func(_ map[string][]byte, p *proofFile) {
			p.Checkpoint = checkpointOf(t, newLog(t, "a", 101), signer)
		}, ListWrong},
		"checkpoint changed": {func(_ map[string][]byte, p *proofFile) {
			p.Checkpoint = strings.Replace(p.Checkpoint, "\n100\n", "\n101\n", 1)
		}, LogWrong},
		"checkpoint of others": {func(_ map[string][]byte, p *proofFile) {
			p.Checkpoint = checkpointOf(t, newLog(t, "b", 100), evil)
		}, LogWrong},
		"the list as checkpoint": {func(_ map[string][]byte, p *proofFile) { p.Checkpoint = p.List }, LogWrong},
		"no checkpoint":          {func(_ map[string][]byte, p *proofFile) { p.Checkpoint = "" }, LogWrong},
	} {
		b, public := bundle(t)
		files := unpacked(t, written(t, b))
		var p proofFile
		if err := json.Unmarshal(files["bewijs.json"], &p); err != nil {
			t.Fatal(err)
		}
		tt.change(files, &p)
		var err error
		if files["bewijs.json"], err = json.Marshal(p); err != nil {
			t.Fatal(err)
		}
		rep, err := verify(packed(t, files), public)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if rep.OK() || !slices.ContainsFunc(rep.Findings, func(f Finding) bool { return f.Kind == tt.want }) {
			t.Errorf("%s: found %+v, want %s", name, rep.Findings, tt.want)
		}
	}
}

// resigned signs the list of a proof anew, as only the house can.
func resigned(t testing.TB, p *proofFile, signer note.Signer) string {
	t.Helper()
	n, err := note.Sign(&note.Note{Text: p.listText()}, signer)
	if err != nil {
		t.Fatal(err)
	}
	return string(n)
}

func TestVerifyWithAnotherKey(t *testing.T) {
	t.Parallel()
	b, _ := bundle(t)
	_, other, _ := logKey(t, 2, origin)
	rep, err := verify(written(t, b), other)
	if err != nil || rep.OK() || rep.Findings[0].Kind != ListWrong {
		t.Errorf("%v, %+v", err, rep)
	}
	if _, err := verify(written(t, b), "nonsense"); err == nil {
		t.Error("a key that is none is taken")
	}
}

func TestVerifyRefuses(t *testing.T) {
	t.Parallel()
	b, public := bundle(t)
	good := unpacked(t, written(t, b))
	with := func(name string, data []byte) []byte {
		files := maps.Clone(good)
		files[name] = data
		return packed(t, files)
	}
	var twice bytes.Buffer
	z := zip.NewWriter(&twice)
	for range 2 {
		if _, err := z.Create("bewijs.json"); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	many := maps.Clone(good)
	for i := range mostFiles {
		many[fmt.Sprintf("f%d", i)] = nil
	}
	for name, tt := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":           {nil, ErrNotCaseFile},
		"text":              {[]byte("PK hallo"), ErrNotCaseFile},
		"cut off":           {written(t, b)[:4000], ErrNotCaseFile},
		"no proof":          {packed(t, map[string][]byte{"a": nil}), ErrNotCaseFile},
		"two proofs":        {with("proof.json", good["bewijs.json"]), ErrNotCaseFile},
		"proof not JSON":    {with("bewijs.json", []byte("{")), ErrNotCaseFile},
		"proof of more":     {with("bewijs.json", append(bytes.Clone(good["bewijs.json"]), '{', '}')), ErrNotCaseFile},
		"other format":      {with("bewijs.json", []byte(`{"format":"v2"}`)), ErrNotCaseFile},
		"unknown field":     {with("bewijs.json", []byte(`{"format":"wederhoor case file v1","x":1}`)), ErrNotCaseFile},
		"up":                {with("../x", nil), ErrPath},
		"up within":         {with("bewijs/../../x", nil), ErrPath},
		"absolute":          {with("/etc/passwd", nil), ErrPath},
		"drive":             {with("C:/x", nil), ErrPath},
		"backslash":         {with(`..\x`, nil), ErrPath},
		"folder":            {with("leeg/", nil), ErrPath},
		"device":            {with("bewijs/nul.txt", nil), ErrPath},
		"control":           {with("a\x1b[2J", nil), ErrPath},
		"turned":            {with("a\u202egpj.exe", nil), ErrPath},
		"long":              {with(strings.Repeat("a", 300), nil), ErrPath},
		"deep":              {with("a/b/c/d/e", nil), ErrPath},
		"by case the same":  {with("Bewijs/k1-DEUK.jpg", nil), ErrPath},
		"below a file":      {with("zaak.pdf/x", nil), ErrPath},
		"the same twice":    {twice.Bytes(), ErrPath},
		"packed too small":  {with("bom", make([]byte, 8<<20)), ErrTooLarge},
		"too many":          {packed(t, many), ErrTooLarge},
		"proof too long":    {raw(t, zip.Deflate, mostProof+1, 1<<20), ErrTooLarge},
		"of another method": {raw(t, 99, 3, 3), ErrNotCaseFile},
	} {
		if _, err := verify(tt.data, public); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

// raw is a zip whose proof says what it likes of itself.
func raw(t testing.TB, method uint16, size uint64, packed int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(&zip.FileHeader{Name: "bewijs.json", Method: method, CompressedSize64: uint64(packed), UncompressedSize64: size})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, packed)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWriteBundleRefuses(t *testing.T) {
	t.Parallel()
	evil, _, _ := logKey(t, 1, "elders.nl")
	for name, change := range map[string]func(*Bundle){
		"no name":          func(b *Bundle) { b.Name = "" },
		"name of two":      func(b *Bundle) { b.Name = "a\nb" },
		"no key":           func(b *Bundle) { b.Sign = nil },
		"another log":      func(b *Bundle) { b.Sign = evil },
		"timeline":         func(b *Bundle) { b.Timeline = []byte("{") },
		"readme":           func(b *Bundle) { b.Readme = "\xff" },
		"no document":      func(b *Bundle) { b.Case.Title = "" },
		"file changed":     func(b *Bundle) { b.Files[0].SHA256[0] ^= 1 },
		"file shorter":     func(b *Bundle) { b.Files[0].Size++ },
		"file longer":      func(b *Bundle) { b.Files[0].Size-- },
		"file too large":   func(b *Bundle) { b.Files[0].Size = mostBytes + 1 },
		"file that leads":  func(b *Bundle) { b.Files[0].Path = "../x" },
		"file in our name": func(b *Bundle) { b.Files[0].Path = "ZAAK.pdf" },
		"file twice":       func(b *Bundle) { b.Files[1] = b.Files[0] },
		"file gone": func(b *Bundle) {
			b.Files[0].Open = func() (io.ReadCloser, error) { return nil, errors.New("gone") }
		},
		"many files":      func(b *Bundle) { b.Files = make([]BundleFile, mostFiles) },
		"leaf not proven": func(b *Bundle) { b.Proof.Leaves[0].Record[0] ^= 1 },
		"leaves swapped":  func(b *Bundle) { slices.Reverse(b.Proof.Leaves) },
		"no checkpoint":   func(b *Bundle) { b.Proof.Checkpoint = "" },
	} {
		b, _ := bundle(t)
		change(&b)
		if err := WriteBundle(io.Discard, b); err == nil {
			t.Errorf("%s: written", name)
		}
	}
	if _, _, err := LogKey("geen naam", ed25519.NewKeyFromSeed(make([]byte, 32))); err == nil {
		t.Error("a log with a space in its name")
	}
}

// FuzzVerify reads anything as case file: it ends, and takes nothing that was changed.
func FuzzVerify(f *testing.F) {
	b, public := bundle(f)
	good := written(f, b)
	f.Add(good, 0, byte(0))
	f.Add([]byte("PK\x05\x06"), 3, byte(9))
	f.Add(packed(f, unpacked(f, good)), 1000, byte(1))
	want := unpacked(f, good)
	f.Fuzz(func(t *testing.T, data []byte, at int, flip byte) {
		if len(data) > 1<<20 {
			return
		}
		data = bytes.Clone(data)
		if at >= 0 && at < len(data) {
			data[at] ^= flip
		}
		rep, err := verify(data, public)
		if err != nil || !rep.OK() {
			return
		}
		got := unpacked(t, data)
		delete(got, "bewijs.json") // may be written in another way that says the same
		for name, b := range want {
			if name != "bewijs.json" && !bytes.Equal(got[name], b) {
				t.Fatalf("%q was changed and not found", name)
			}
			delete(got, name)
		}
		if len(got) > 0 {
			t.Fatalf("%d files were added and not found", len(got))
		}
	})
}
