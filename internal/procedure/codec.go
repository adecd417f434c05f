package procedure

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"time"
)

// ErrUnknownEvent says that a stored event has a type that this program does not know.
var ErrUnknownEvent = errors.New("unknown event type")

// bodies lists one of each type, newest version last; a changed shape gets a new version here and a reader.
var bodies = []Body{
	Opened{},
	Admitted{},
	RefusedOn{},
	LetterAccepted{},
	LetterDeferred{},
	LetterBounced{},
	NoticeFailed{},
	PostDue{},
	ShopTold{},
	AddressSet{},
	Reminded{},
	MessageSent{},
	EvidenceAdded{},
	OfferMade{},
	OfferClosed{},
	AgreementMade{},
	SolvedSaid{},
	SolvedDenied{},
	Contested{},
	NotOursSaid{},
	NotOursRejected{},
	ChoiceAsked{},
	Chosen{},
	ChoiceUndone{},
	ChoicesLapsed{},
	PausedNoAnswer{},
	Resumed{},
	Reopened{},
	WithdrawnBy{},
	ComplianceAsked{},
	DoneReported{},
	ComplianceAnswered{},
	NotConfirmed{},
	ProofGiven{},
	ProofStands{},
	ProofObjected{},
	ComplianceJudged{},
	NotCarriedOut{},
	WentOn{},
	TermExtended{},
	EndedAs{},
	MediatorAssigned{},
	MediatorReturned{},
	JointSent{},
	JointHeld{},
	JointHidden{},
	PrivateSent{},
	SendUndone{},
	NoteAdded{},
	FactsNoted{},
	AccountsAsked{},
	AccountMissed{},
	HearingExtended{},
	AnswerMissed{},
	AdviceGiven{},
	ProposalPut{},
	ProposalAnswered{},
	ProposalMissed{},
	ProposalClosed{},
	SignalRaised{},
	LookSet{},
	PauseAsked{},
	PauseAnswered{},
	MediationPaused{},
	PauseOver{},
	NothingNew{},
	NoResponse{},
	MediationResumed{},
	MediationLeft{},
	Concluded{},
	RulingRequested{},
	AdjudicatorAssigned{},
	AdjudicatorDeclared{},
	AdjudicatorSilent{},
	NoAdjudicator{},
	WaitChosen{},
	Challenged{},
	ChallengeJudged{},
	ClaimSent{},
	DefenceGiven{},
	ReplyGiven{},
	TurnMissed{},
	LeaveAsked{},
	LeaveJudged{},
	QuestionAsked{},
	QuestionAnswered{},
	QuestionMissed{},
	FileClosed{},
	RulingExtended{},
	AdjudicatorOverdue{},
	RulingSigned{},
	RulingCorrected{},
	RulingPublished{},
	ShopConfirmed{},
	ShopAsked{},
	ShopSilent{},
	MadeUp{},
	MadeUpStands{},
	MadeUpDisputed{},
	MadeUpJudged{},
	ConsumerFailed{},
	PaymentStarted{},
	PaymentEnded{},
	Paid{},
	RefundAsked{},
	RefundDue{},
	Refunded{},
	RefundFailed{},
}

var bodyTypes = func() map[string]reflect.Type {
	m := make(map[string]reflect.Type, len(bodies))
	for _, b := range bodies {
		m[b.eventType()] = reflect.TypeOf(b)
	}
	return m
}()

// Bodies gives a zero value of every type of event.
func Bodies() []Body { return append([]Body(nil), bodies...) }

// Encode gives the stored form of a body: its versioned type and its payload as JSON.
func Encode(b Body) (typ string, payload []byte, err error) {
	payload, err = json.Marshal(b)
	if err != nil {
		return "", nil, fmt.Errorf("encode %s: %w", b.eventType(), err)
	}
	return b.eventType(), payload, nil
}

// DecodeBody reads what Encode wrote; ErrUnknownEvent for a type it does not know.
func DecodeBody(typ string, payload []byte) (Body, error) {
	t, ok := bodyTypes[typ]
	if !ok {
		return nil, fmt.Errorf("%q: %w", typ, ErrUnknownEvent)
	}
	v := reflect.New(t)
	if err := json.Unmarshal(payload, v.Interface()); err != nil {
		return nil, fmt.Errorf("decode %s: %w", typ, err)
	}
	return v.Elem().Interface().(Body), nil
}

// Place binds the number of an event in its dispute to its record without showing it: whoever gets some of the records
// must not see from a gap between them that something happened that they may not know of (rules 2.2).
func Place(nonce string, seq int64) string {
	h := sha256.Sum256([]byte(nonce + "\n" + strconv.FormatInt(seq, 10)))
	return hex.EncodeToString(h[:16])
}

// Record gives the bytes that stand for an event in the transparency log: one line per field, so that who has its
// nonce can make it again. Times are Unix milliseconds; personal content is in it only as salted hashes.
func Record(dispute, place string, due, recorded time.Time, role Role, actor, rule, typ string, payload []byte) []byte {
	b := make([]byte, 0, 192+len(payload))
	b = append(b, "wederhoor event v2\n"...)
	b = append(append(b, dispute...), '\n')
	b = append(append(b, place...), '\n')
	b = append(strconv.AppendInt(b, due.UnixMilli(), 10), '\n')
	b = append(strconv.AppendInt(b, recorded.UnixMilli(), 10), '\n')
	b = append(append(append(append(b, role...), ' '), actor...), '\n')
	b = append(append(b, rule...), '\n')
	b = append(append(b, typ...), '\n')
	return append(append(b, payload...), '\n')
}
