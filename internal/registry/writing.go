package registry

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// Writing collects the texts and files of an act while its command is made; they are stored in the transaction of
// the act, beside the events that refer to them. The kind of a text decides in which table it lies, and with it who
// can ever read it.
type Writing struct {
	author  procedure.Role
	account string // of staff
	texts   []staged
	files   []File
	sent    []sentFile
}

// staged is a text that waits for the transaction of its act.
type staged struct {
	id, kind string
	side     procedure.Role // of a private message
	salt     []byte
	body     []byte
}

// sentFile is a file of a message of mediation that waits for the transaction of its act.
type sentFile struct {
	File
	channel string
	salt    []byte
}

// The kinds of text that do not lie in the file (docs/rules.md 2.2).
const (
	KindJoint   = "joint"   // both parties and the mediator
	KindPrivate = "private" // one side and the mediator: Private
	KindNote    = "note"    // staff

	KindAdvice     = "advice"     // the mediator to both
	KindProposal   = "proposal"   // the mediator to both
	KindFacts      = "facts"      // the mediator to both
	KindConclusion = "conclusion" // the mediator to both
	KindExtension  = "extension"  // the mediator to both
	KindPause      = "pause"      // the mediator to both
	KindLeft       = "left"       // a party that leaves, to both
	KindReason     = "reason"     // a party's reason for a no: the mediator alone, afterwards
	KindSignal     = "signal"     // staff
	KindHandOver   = "hand-over"  // staff
	KindHidden     = "hidden"     // why a message was hidden: its author and staff

	KindConsentName = "consent-name" // the name typed under a yes: nobody's to read before there is an agreement
)

// roomKinds are the kinds that lie in mediation_text.
var roomKinds = []string{
	KindAdvice, KindProposal, KindFacts, KindConclusion, KindExtension, KindPause, KindLeft,
	KindReason, KindSignal, KindHandOver, KindHidden, KindConsentName,
}

// The kinds of text that are content of the case, beside those of stage 3 (casefile.go): both parties may read them
// and, by allowFile, the adjudicator.
const (
	KindComplaint     = "complaint"
	KindMessage       = "message"  // either party to the other in stage 1
	KindSolved        = "solved"   // the shop: it is solved
	KindContest       = "contest"  // the shop: a final no
	KindNotOurs       = "not-ours" // the shop: this is not our customer
	KindDone          = "done"     // the shop: the agreement was carried out
	KindProof         = "proof"    // the shop: its case about what was not carried out
	KindShopConfirmed = "shop-confirmed"
	KindOffer         = "offer"
	KindObjection     = "objection"
	KindCompliance    = "compliance"
	KindWithdrawal    = "withdrawal"
	KindAdmission     = "admission"
	KindRefusal       = "refusal"
	KindJudgement     = "judgement"
	KindStaffNote     = "staff-note"
	kindFileHash      = "file-hash"
)

// KindToMediator is the consumer's word to the mediator alone, given with the choice; it lies in the private channel
// (rules 2.2).
const KindToMediator = "mediation-note"

// contentKinds are the kinds that lie in content.
var contentKinds = []string{
	KindComplaint, KindMessage, KindSolved, KindContest, KindNotOurs, KindDone, KindProof, KindShopConfirmed, KindOffer,
	KindObjection, KindCompliance, KindWithdrawal, KindAdmission, KindRefusal, KindJudgement, KindStaffNote, kindFileHash,
	KindClaim, KindConsents, KindDefence, KindReply, KindLeave, KindQuestion, KindAnswer, KindChallenge, KindDecision,
	KindRuling, KindCorrection, KindPublished,
}

// staffOnly says that a text of mediation is for no party's eyes in a letter.
func staffOnly(kind string) bool {
	return kind == KindReason || kind == KindSignal || kind == KindHandOver
}

// File is a checked and stored file to be put in a case.
type File struct {
	Name, MediaType, Stored string // Stored: its id in the file store
	Size                    int64
	SHA256                  [32]byte
	id                      string
}

// Text stages a text and gives the reference that goes into the event; an empty text gives an empty reference.
func (w *Writing) Text(kind, body string) procedure.Ref {
	if body == "" {
		return procedure.Ref{}
	}
	side := procedure.Role("")
	if kind == KindToMediator {
		kind, side = KindPrivate, procedure.Consumer
	}
	return w.stage(kind, side, []byte(body))
}

// Private stages a message in the channel of one side with the mediator (rules 2.2).
func (w *Writing) Private(side procedure.Role, body string) procedure.Ref {
	if body == "" {
		return procedure.Ref{}
	}
	if w.author == procedure.Consumer || w.author == procedure.Shop {
		side = w.author
	}
	return w.stage(KindPrivate, side, []byte(body))
}

// NewID gives an id for a message, a proposal, a payment.
func (w *Writing) NewID() string { return newID() }

func (w *Writing) stage(kind string, side procedure.Role, body []byte) procedure.Ref {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt)
	t := staged{id: newID(), kind: kind, side: side, salt: salt, body: body}
	w.texts = append(w.texts, t)
	return procedure.Ref{ID: t.id, Hash: saltedHash(salt, body)}
}

// Files stages files and gives the references that go into the event. The hash in the event is salted too, so that
// an erased file cannot be recognised by it.
func (w *Writing) Files(files []File) []procedure.Ref {
	refs := make([]procedure.Ref, 0, len(files))
	for _, f := range files {
		f.id = newID()
		w.files = append(w.files, f)
		ref := w.stage(kindFileHash, "", f.SHA256[:])
		refs = append(refs, procedure.Ref{ID: f.id, Hash: ref.Hash})
	}
	return refs
}

// channelJoint names the joint channel among the files of mediation; a private one is named by its side.
const channelJoint = "joint"

// MessageFiles stages the files of a message of mediation, in the private channel of a side or for "" in the joint
// one, and gives the references that go into its event. They are no evidence and reach no ruling (rules 2.2).
func (w *Writing) MessageFiles(side procedure.Role, files []File) []procedure.Ref {
	channel := channelJoint
	if side != "" {
		channel = string(side)
		if w.author == procedure.Consumer || w.author == procedure.Shop {
			channel = string(w.author)
		}
	}
	var refs []procedure.Ref
	for _, f := range files {
		f.id = newID()
		salt := make([]byte, 16)
		_, _ = rand.Read(salt)
		w.sent = append(w.sent, sentFile{File: f, channel: channel, salt: salt})
		refs = append(refs, procedure.Ref{ID: f.id, Hash: saltedHash(salt, f.SHA256[:])})
	}
	return refs
}

func saltedHash(salt, body []byte) string {
	h := sha256.New()
	h.Write(salt)
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}

// store writes the staged texts and files.
func (w *Writing) store(ctx context.Context, tx *store.Tx, s procedure.State) error {
	at := s.Recorded.UnixMilli()
	for _, t := range w.texts {
		if err := w.storeText(ctx, tx, s.ID, at, t); err != nil {
			return fmt.Errorf("text of kind %s: %w", t.kind, store.Wrap(err))
		}
	}
	for i, d := range w.files {
		err := tx.InsertDocument(ctx, db.InsertDocumentParams{
			Dispute: s.ID, ID: d.id, Party: string(w.author), Step: fmt.Sprintf("%s-%d", s.Stage, s.Version), Number: int64(i),
			Name: d.Name, MediaType: d.MediaType, Size: d.Size, Sha256: d.SHA256[:], File: d.Stored, Created: at,
		})
		if err != nil {
			return fmt.Errorf("document: %w", store.Wrap(err))
		}
	}
	for i, f := range w.sent {
		err := tx.InsertRoomFile(ctx, db.InsertRoomFileParams{
			Dispute: s.ID, Channel: f.channel, ID: f.id, Author: string(w.author), Account: w.account, Number: int64(i), Name: f.Name,
			MediaType: f.MediaType, Size: f.Size, Sha256: f.SHA256[:], Salt: f.salt, File: f.Stored, Created: at,
		})
		if err != nil {
			return fmt.Errorf("file of a message: %w", store.Wrap(err))
		}
	}
	return nil
}

// storeText puts a text in the table of its channel.
func (w *Writing) storeText(ctx context.Context, tx *store.Tx, dispute string, at int64, t staged) error {
	author := string(w.author)
	switch {
	case t.kind == KindJoint:
		return tx.InsertJointMessage(ctx, db.InsertJointMessageParams{
			Dispute: dispute, ID: t.id, Author: author, Account: w.account, Created: at, Salt: t.salt, Body: t.body,
		})
	case t.kind == KindPrivate:
		return tx.InsertPrivateMessage(ctx, db.InsertPrivateMessageParams{
			Dispute: dispute, Side: string(t.side), ID: t.id, Author: author, Account: w.account, Created: at, Salt: t.salt, Body: t.body,
		})
	case t.kind == KindNote:
		return tx.InsertStaffNote(ctx, db.InsertStaffNoteParams{
			Dispute: dispute, ID: t.id, Account: w.account, Created: at, Salt: t.salt, Body: t.body,
		})
	case slices.Contains(roomKinds, t.kind):
		return tx.InsertMediationText(ctx, db.InsertMediationTextParams{
			Dispute: dispute, ID: t.id, Kind: t.kind, Author: author, Created: at, Salt: t.salt, Body: t.body,
		})
	case !slices.Contains(contentKinds, t.kind): // what has no name here would be read by nobody, or by too many
		return fault.New(fault.Server)
	}
	return tx.InsertContent(ctx, db.InsertContentParams{
		Dispute: dispute, ID: t.id, Kind: t.kind, Author: author, Created: at, Salt: t.salt, Body: t.body,
	})
}
