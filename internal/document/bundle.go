package document

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Bundle is a case file as one viewer may have it: the PDF, the evidence, the timeline, and the proof that all of it is
// as it was. It is written as a zip that Verify reads; the same Bundle gives the same bytes.
type Bundle struct {
	Name     string // of the case; one line
	Case     Doc    // its language names the files (NamesOf), its time stamps them
	Signer   *Signer
	Readme   string // what is in the file and how it is verified, with the public key
	Timeline []byte // JSON
	Files    []BundleFile
	Proof    Proof
	Sign     note.Signer // the key of the log (LogKey): it signs the list of what is in the file
}

// BundleFile is a file of the case. SHA256 is what was stored with it; a file that no longer has it is not handed out.
type BundleFile struct {
	Path   string // in the zip, with "/"; of the evidence below NamesOf(lang).Evidence
	Open   func() (io.ReadCloser, error)
	Size   int64 // bytes
	SHA256 [sha256.Size]byte
}

// Proof is what is needed to see offline that the events of the case are in the log.
type Proof struct {
	Leaves     []Leaf // by rising index
	Checkpoint string // a signed note of the log that all leaves are proven against (Checkpoint)
}

// Leaf is an event as it was logged, with the path to the root of the checkpoint.
type Leaf struct {
	Index  int64
	Record []byte
	Audit  tlog.RecordProof
}

// Names are the names of files and folders in a case file.
type Names struct{ Case, Timeline, Proof, Readme, Evidence, Documents string }

// NamesOf gives the names in a language, "nl" or "en".
func NamesOf(lang string) Names {
	if lang == "nl" {
		return Names{"zaak.pdf", "tijdlijn.json", "bewijs.json", "LEESMIJ.txt", "bewijs", "documenten"}
	}
	return Names{"case.pdf", "timeline.json", "proof.json", "README.txt", "evidence", "documents"}
}

const bundleFormat = "wederhoor case file v1"

// proofFile is the file that Verify begins with.
type proofFile struct {
	Format     string       `json:"format"`
	Name       string       `json:"name"`
	Files      []listedFile `json:"files"`
	Leaves     []listedLeaf `json:"leaves"`
	Checkpoint string       `json:"checkpoint"`
	List       string       `json:"list"` // signed note: the hash of all of the above
}

type listedFile struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"` // hex
}

type listedLeaf struct {
	Index  int64            `json:"index"`
	Record []byte           `json:"record"` // base64
	Audit  tlog.RecordProof `json:"audit"`  // base64
}

// listText is what is signed of the list: its hash. The list is the checkpoint, every file and every leaf, a line each.
// A checkpoint begins with the name of a log, which has no spaces, so one signature can never stand for the other.
func (p *proofFile) listText() string {
	h := sha256.New()
	fmt.Fprintf(h, "checkpoint %x\n", sha256.Sum256([]byte(p.Checkpoint)))
	for _, f := range p.Files {
		fmt.Fprintf(h, "file %q %d %q\n", f.SHA256, f.Size, f.Path)
	}
	for _, l := range p.Leaves {
		fmt.Fprintf(h, "leaf %d %s\n", l.Index, tlog.RecordHash(l.Record))
	}
	return fmt.Sprintf("%s\n%s\n%x\n", bundleFormat, p.Name, h.Sum(nil))
}

// LogKey makes of the key of the log what signs checkpoints and case files, and the public key that Verify takes.
// Origin names the log; it may have no space and no "+".
func LogKey(origin string, key ed25519.PrivateKey) (signer note.Signer, public string, err error) {
	if len(key) != ed25519.PrivateKeySize {
		return nil, "", errors.New("key of the log: wrong length")
	}
	pub, ok := key.Public().(ed25519.PublicKey)
	if !ok {
		return nil, "", errors.New("key of the log: not Ed25519")
	}
	if public, err = note.NewEd25519VerifierKey(origin, pub); err != nil {
		return nil, "", fmt.Errorf("key of the log: %w", err)
	}
	v, err := note.NewVerifier(public)
	if err != nil {
		return nil, "", fmt.Errorf("key of the log: %w", err)
	}
	const ed25519Note = 1 // the number that notes have for this kind of key
	secret := fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", origin, v.KeyHash(),
		base64.StdEncoding.EncodeToString(append([]byte{ed25519Note}, key.Seed()...)))
	if signer, err = note.NewSigner(secret); err != nil {
		return nil, "", errors.New("key of the log: the name cannot be used") // the cause would hold the key
	}
	return signer, public, nil
}

// Checkpoint signs the state of the log: a note of origin, size and root. Its signature is over the same bytes as that
// in the foot of letters.
func Checkpoint(signer note.Signer, size int64, root tlog.Hash) (string, error) {
	msg, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\n", signer.Name(), size, root)}, signer)
	if err != nil {
		return "", fmt.Errorf("checkpoint: %w", err)
	}
	return string(msg), nil
}

// WriteBundle writes a case file. A file that is not as it was stored, or a leaf that its proof does not hold, is an
// error: what we hand out verifies.
func WriteBundle(w io.Writer, b Bundle) error {
	if err := b.check(); err != nil {
		return fmt.Errorf("case file: %w", err)
	}
	var pdf bytes.Buffer
	if err := WriteSigned(&pdf, b.Case, b.Signer); err != nil {
		return fmt.Errorf("case file: %w", err)
	}
	names := NamesOf(b.Case.Lang)
	z := &bundleWriter{zip: zip.NewWriter(w), when: b.Case.Created.UTC()}
	z.bytes(names.Readme, []byte(b.Readme))
	z.bytes(names.Case, pdf.Bytes())
	z.bytes(names.Timeline, b.Timeline)
	for _, f := range b.Files {
		z.file(f)
	}
	if z.err != nil {
		return fmt.Errorf("case file: %w", z.err)
	}
	p := proofFile{Format: bundleFormat, Name: b.Name, Files: z.files, Checkpoint: b.Proof.Checkpoint, Leaves: []listedLeaf{}}
	for _, l := range b.Proof.Leaves {
		p.Leaves = append(p.Leaves, listedLeaf(l))
	}
	list, err := note.Sign(&note.Note{Text: p.listText()}, b.Sign)
	if err != nil {
		return fmt.Errorf("case file: %w", err)
	}
	p.List = string(list)
	out, err := json.MarshalIndent(p, "", " ")
	if err != nil {
		return fmt.Errorf("case file: %w", err)
	}
	z.bytes(names.Proof, append(out, '\n'))
	if z.err != nil {
		return fmt.Errorf("case file: %w", z.err)
	}
	if err := z.zip.Close(); err != nil {
		return fmt.Errorf("case file: %w", err)
	}
	return nil
}

func (b *Bundle) check() error {
	switch {
	case b.Name == "" || strings.ContainsFunc(b.Name, isControl) || !utf8.ValidString(b.Name):
		return fmt.Errorf("name %q", b.Name)
	case b.Sign == nil:
		return errors.New("no key to sign it with")
	case !json.Valid(b.Timeline):
		return errors.New("the timeline is not JSON")
	case !utf8.ValidString(b.Readme):
		return errors.New("the readme is not UTF-8")
	case len(b.Files)+4 > mostFiles:
		return fmt.Errorf("%d files", len(b.Files))
	}
	names := NamesOf(b.Case.Lang)
	paths := newPathSet()
	for _, n := range []string{names.Readme, names.Case, names.Timeline, names.Proof} {
		if err := paths.add(n); err != nil {
			return err
		}
	}
	var total int64
	for _, f := range b.Files {
		if err := paths.add(f.Path); err != nil {
			return err
		}
		if f.Size < 0 || f.Size > mostBytes-total {
			return fmt.Errorf("%s: %w", f.Path, ErrTooLarge)
		}
		total += f.Size
	}
	at, err := readCheckpoint(b.Proof.Checkpoint)
	if err != nil {
		return err
	}
	if at.origin != b.Sign.Name() {
		return fmt.Errorf("checkpoint of %q, key of %q", at.origin, b.Sign.Name())
	}
	last := int64(-1)
	for _, l := range b.Proof.Leaves {
		if err := at.holds(listedLeaf(l), last); err != nil {
			return fmt.Errorf("leaf %d: %w", l.Index, err)
		}
		last = l.Index
	}
	return nil
}

// bundleWriter writes files and lists them; after the first error it does nothing.
type bundleWriter struct {
	zip   *zip.Writer
	when  time.Time
	files []listedFile
	err   error
}

func (z *bundleWriter) bytes(path string, data []byte) {
	z.copy(path, zip.Deflate, int64(len(data)), bytes.NewReader(data), sha256.Sum256(data))
}

func (z *bundleWriter) file(f BundleFile) {
	if z.err != nil {
		return
	}
	r, err := f.Open()
	if err != nil {
		z.err = fmt.Errorf("%s: %w", f.Path, err)
		return
	}
	z.copy(f.Path, zip.Store, f.Size, r, f.SHA256)
	if err := r.Close(); err != nil && z.err == nil {
		z.err = fmt.Errorf("%s: %w", f.Path, err)
	}
}

func (z *bundleWriter) copy(path string, method uint16, size int64, r io.Reader, want [sha256.Size]byte) {
	if z.err != nil {
		return
	}
	w, err := z.zip.CreateHeader(&zip.FileHeader{Name: path, Method: method, Modified: z.when})
	if err != nil {
		z.err = fmt.Errorf("%s: %w", path, err)
		return
	}
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, h), io.LimitReader(r, size+1))
	switch {
	case err != nil:
		z.err = fmt.Errorf("%s: %w", path, err)
	case n != size || [sha256.Size]byte(h.Sum(nil)) != want:
		z.err = fmt.Errorf("%s: %w", path, ErrChanged)
	default:
		z.files = append(z.files, listedFile{Path: path, Size: size, SHA256: hex.EncodeToString(want[:])})
	}
}

// ErrChanged says that a file is not what it was when it was stored.
var ErrChanged = errors.New("the file is not as it was stored")
