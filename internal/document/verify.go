package document

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Bounds of a case file, so that one that was made to fill a disk or a memory is refused.
const (
	mostFiles     = 5000
	mostBytes     = 8 << 30
	mostProof     = 64 << 20
	mostRatio     = 100
	freeOfRatio   = 1 << 20 // bytes that every file may have, however small it is packed
	mostAudit     = 64
	mostProblems  = 100 // problems told one by one
	longestNumber = 19
)

var (
	// ErrNotCaseFile says that a file cannot be read as a case file.
	ErrNotCaseFile = errors.New("this is not a case file")
	// ErrTooLarge says that a case file is larger than we read.
	ErrTooLarge = errors.New("the case file is too large")
)

// Kind is what is wrong with a part of a case file.
type Kind string

// The kinds.
const (
	FileChanged   Kind = "changed"    // not what the list says
	FileMissing   Kind = "missing"    // on the list, not in the zip
	FileExtra     Kind = "extra"      // in the zip, not on the list
	ListWrong     Kind = "list"       // the list was not signed by the log's key, or is not the one that was signed
	LogWrong      Kind = "checkpoint" // the state of the log was not signed by its key
	LeafWrong     Kind = "leaf"       // an event is not in the log of the checkpoint
	LeavesMissing Kind = "noleaves"   // there is no event to be proven
)

// Finding is a place where a case file is not what was handed out.
type Finding struct {
	Kind Kind
	Path string // of a file, or ""
	Leaf int64  // of an event, or -1
	What string // for a terminal, in English
}

// Report is what Verify found. Size and Root can be compared with the foot of any letter of the case.
type Report struct {
	Name     string
	Origin   string // of the log
	Files    int    // on the list
	Leaves   int
	Size     int64 // of the log at the checkpoint
	Root     tlog.Hash
	Findings []Finding // the first 100
	Found    int       // how many there are
}

// OK says that every file and every event is as it was when the case file was made.
func (r *Report) OK() bool { return r.Found == 0 }

func (r *Report) add(k Kind, path string, leaf int64, format string, args ...any) {
	r.Found++
	if len(r.Findings) < mostProblems {
		r.Findings = append(r.Findings, Finding{Kind: k, Path: path, Leaf: leaf, What: fmt.Sprintf(format, args...)})
	}
}

// Verify checks a case file offline: every file against the list, the list and the checkpoint against the public key
// of the log (LogKey), every event against the root of the checkpoint. What is wrong stands in the report; the error
// is for a file that cannot be read (ErrNotCaseFile, ErrTooLarge, ErrPath) and for a key that is none.
func Verify(r io.ReaderAt, size int64, publicKey string) (Report, error) {
	key, err := note.NewVerifier(publicKey)
	if err != nil {
		return Report{}, fmt.Errorf("public key: %w", err)
	}
	entries, proof, err := openBundle(r, size)
	if err != nil {
		return Report{}, err
	}
	p, err := readProof(entries[proof])
	if err != nil {
		return Report{}, err
	}
	delete(entries, proof)
	rep := Report{Name: p.Name, Files: len(p.Files), Leaves: len(p.Leaves)}
	rep.list(p, key)
	rep.files(p, entries)
	rep.log(p, key)
	return rep, nil
}

// openBundle lists what is in the zip by name, and gives the name of the proof. Nothing is unpacked yet.
func openBundle(r io.ReaderAt, size int64) (entries map[string]*zip.File, proof string, err error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, "", fmt.Errorf("%w: %w", ErrNotCaseFile, err)
	}
	if len(z.File) > mostFiles {
		return nil, "", fmt.Errorf("%w: %d files", ErrTooLarge, len(z.File))
	}
	entries = make(map[string]*zip.File, len(z.File))
	paths := newPathSet()
	var total uint64
	for _, f := range z.File {
		if err := paths.add(f.Name); err != nil {
			return nil, "", err
		}
		if !f.Mode().IsRegular() || f.Flags&1 != 0 || f.Method != zip.Store && f.Method != zip.Deflate {
			return nil, "", fmt.Errorf("%w: %q is not a plain file", ErrNotCaseFile, f.Name)
		}
		if f.UncompressedSize64 > freeOfRatio && f.UncompressedSize64/mostRatio > f.CompressedSize64 ||
			f.UncompressedSize64 > mostBytes-total {
			return nil, "", fmt.Errorf("%w: %q has %d bytes", ErrTooLarge, f.Name, f.UncompressedSize64)
		}
		total += f.UncompressedSize64
		entries[f.Name] = f
		if f.Name == NamesOf("nl").Proof || f.Name == NamesOf("en").Proof {
			if proof != "" {
				return nil, "", fmt.Errorf("%w: two proofs", ErrNotCaseFile)
			}
			proof = f.Name
		}
	}
	if proof == "" {
		return nil, "", fmt.Errorf("%w: no proof in it", ErrNotCaseFile)
	}
	return entries, proof, nil
}

func readProof(f *zip.File) (*proofFile, error) {
	if f.UncompressedSize64 > mostProof {
		return nil, fmt.Errorf("%w: proof of %d bytes", ErrTooLarge, f.UncompressedSize64)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotCaseFile, err)
	}
	data, err := io.ReadAll(io.LimitReader(r, mostProof+1))
	if err = errors.Join(err, r.Close()); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotCaseFile, err)
	}
	var p proofFile
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&p); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotCaseFile, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: more than one proof", ErrNotCaseFile)
	}
	if p.Format != bundleFormat {
		return nil, fmt.Errorf("%w: of format %.40q", ErrNotCaseFile, p.Format)
	}
	return &p, nil
}

// list checks that the list is the one that was signed.
func (r *Report) list(p *proofFile, key note.Verifier) {
	n, err := note.Open([]byte(p.List), note.VerifierList(key))
	switch {
	case err != nil:
		r.add(ListWrong, "", -1, "the list is not signed by %s: %v", key.Name(), err)
	case n.Text != p.listText():
		r.add(ListWrong, "", -1, "the list is not the one that was signed")
	}
}

// files compares every file with the list.
func (r *Report) files(p *proofFile, entries map[string]*zip.File) {
	listed := make(map[string]bool, len(p.Files))
	for _, l := range p.Files {
		f := entries[l.Path]
		switch {
		case listed[l.Path]:
			r.add(ListWrong, l.Path, -1, "%q is on the list twice", l.Path)
		case f == nil:
			r.add(FileMissing, l.Path, -1, "%q is missing", l.Path)
		default:
			if got, err := hashOf(f, l.Size); err != nil || got != l.SHA256 {
				r.add(FileChanged, l.Path, -1, "%q was changed", l.Path)
			}
		}
		listed[l.Path] = true
	}
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		if !listed[name] {
			r.add(FileExtra, name, -1, "%q was added", name)
		}
	}
}

func hashOf(f *zip.File, size int64) (string, error) {
	if size < 0 || f.UncompressedSize64 != uint64(size) {
		return "", ErrChanged
	}
	r, err := f.Open()
	if err != nil {
		return "", err
	}
	h := sha256.New()
	_, err = io.Copy(h, io.LimitReader(r, size+1))
	if err = errors.Join(err, r.Close()); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// log checks the checkpoint, and every leaf against it.
func (r *Report) log(p *proofFile, key note.Verifier) {
	if len(p.Leaves) == 0 {
		r.add(LeavesMissing, "", -1, "there is no event in the file")
	}
	if _, err := note.Open([]byte(p.Checkpoint), note.VerifierList(key)); err != nil {
		r.add(LogWrong, "", -1, "the state of the log is not signed by %s: %v", key.Name(), err)
	}
	at, err := readCheckpoint(p.Checkpoint)
	if err != nil {
		r.add(LogWrong, "", -1, "%v", err)
		return
	}
	if at.origin != key.Name() {
		r.add(LogWrong, "", -1, "the state is that of another log, %q", at.origin)
	}
	r.Origin, r.Size, r.Root = at.origin, at.size, at.root
	last := int64(-1)
	for _, l := range p.Leaves {
		if err := at.holds(l, last); err != nil {
			r.add(LeafWrong, "", l.Index, "event %d of the log: %v", l.Index, err)
		}
		last = max(last, l.Index)
	}
}

// checkpoint is a state of the log.
type checkpoint struct {
	origin string
	size   int64
	root   tlog.Hash
}

// readCheckpoint reads the text of a checkpoint; who signed it is not looked at.
func readCheckpoint(signed string) (checkpoint, error) {
	text, _, found := strings.Cut(signed, "\n\n")
	lines := strings.Split(text, "\n")
	if !found || len(lines) != 3 || len(lines[1]) > longestNumber {
		return checkpoint{}, errors.New("checkpoint: not origin, size and root")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 1 || strconv.FormatInt(size, 10) != lines[1] {
		return checkpoint{}, errors.New("checkpoint: no size")
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return checkpoint{}, errors.New("checkpoint: no root")
	}
	return checkpoint{origin: lines[0], size: size, root: root}, nil
}

// holds checks that a leaf is in the log of the checkpoint, and comes after the last one.
func (c checkpoint) holds(l listedLeaf, last int64) error {
	switch {
	case l.Index <= last:
		return errors.New("out of order")
	case l.Index >= c.size || len(l.Audit) > mostAudit:
		return errors.New("outside of the log")
	}
	if err := tlog.CheckRecord(l.Audit, c.size, c.root, l.Index, tlog.RecordHash(l.Record)); err != nil {
		return errors.New("the log does not hold it as it stands here")
	}
	return nil
}
