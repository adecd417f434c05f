package registry

import (
	"context"
	"fmt"
	"time"

	"wederhoor/internal/fault"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// RoomFile is a file that was sent with a message of mediation. It is read by who reads the message, and it is no
// evidence: another type than Document, so that no file of a ruling can hold it (rules 2.2).
type RoomFile struct {
	ID        string
	Name      string
	MediaType string
	Size      int64
	Added     time.Time
}

// StoredRoomFile is such a file as it lies in the file store.
type StoredRoomFile struct {
	RoomFile
	Side   p.Role // whose private channel; "" for the joint one
	Stored string // id in the file store
	SHA256 [32]byte
}

// roomFiles reads the files of a channel that the viewer may read.
func (b *builder) roomFiles(ctx context.Context, channel string) error {
	rows, err := b.q.RoomFilesOf(ctx, db.RoomFilesOfParams{Dispute: b.f.row.ID, Channel: channel})
	if err != nil {
		return fmt.Errorf("files of messages: %w", store.Wrap(err))
	}
	if b.sent == nil {
		b.sent = map[string]RoomFile{}
	}
	for _, r := range rows {
		b.sent[r.ID] = RoomFile{ID: r.ID, Name: r.Name, MediaType: r.MediaType, Size: r.Size, Added: millis(r.Created)}
	}
	return nil
}

// attached gives the files of a message; what was erased is left out.
func (b *builder) attached(refs []p.Ref) []RoomFile {
	var out []RoomFile
	for _, r := range refs {
		if f, ok := b.sent[r.ID]; ok {
			out = append(out, f)
		}
	}
	return out
}

// StoredRoomFiles gives the files of the messages in a view, in its order, those of the joint channel first: what is not
// in the view cannot be had.
func (c *Clerk) StoredRoomFiles(ctx context.Context, v View) ([]StoredRoomFile, error) {
	if v.Room == nil {
		return nil, nil
	}
	var out []StoredRoomFile
	add := func(side p.Role, files []RoomFile) error {
		if len(files) == 0 {
			return nil
		}
		channel := channelJoint
		if side != "" {
			channel = string(side)
		}
		rows, err := c.store.Queries().RoomFilesOf(ctx, db.RoomFilesOfParams{Dispute: v.ID, Channel: channel})
		if err != nil {
			return fmt.Errorf("files of messages: %w", store.Wrap(err))
		}
		byID := make(map[string]db.RoomFile, len(rows))
		for _, r := range rows {
			byID[r.ID] = r
		}
		for _, f := range files {
			r, ok := byID[f.ID]
			if !ok { // erased since the view was made
				continue
			}
			s := StoredRoomFile{RoomFile: f, Side: side, Stored: r.File}
			if copy(s.SHA256[:], r.Sha256) != len(s.SHA256) {
				return fault.Wrap(fault.Server, fmt.Errorf("file %s has a hash of %d bytes", f.ID, len(r.Sha256)))
			}
			out = append(out, s)
		}
		return nil
	}
	var joint, consumer, shop []RoomFile
	for _, m := range v.Room.Joint {
		joint = append(joint, m.Files...)
	}
	for _, m := range v.Room.Consumer {
		consumer = append(consumer, m.Files...)
	}
	for _, m := range v.Room.Shop {
		shop = append(shop, m.Files...)
	}
	for _, x := range []struct {
		side  p.Role
		files []RoomFile
	}{{"", joint}, {p.Consumer, consumer}, {p.Shop, shop}} {
		if err := add(x.side, x.files); err != nil {
			return nil, outside(err)
		}
	}
	return out, nil
}

// StoredRoomFile gives one of them. fault.NotFound for what is not in the view.
func (c *Clerk) StoredRoomFile(ctx context.Context, v View, id string) (StoredRoomFile, error) {
	all, err := c.StoredRoomFiles(ctx, v)
	if err != nil {
		return StoredRoomFile{}, err
	}
	for _, f := range all {
		if f.ID == id {
			return f, nil
		}
	}
	return StoredRoomFile{}, fault.New(fault.NotFound)
}

// agreedBy says that a name was typed under a yes that became an agreement: before that nobody learns of an answer
// (rules 2.5).
func (b *builder) agreedBy(name string) bool {
	proposal := ""
	for _, e := range b.f.events {
		switch x := e.Body.(type) {
		case p.ProposalAnswered:
			if x.Name.ID == name {
				proposal = x.ID
			}
		case p.AgreementMade:
			if proposal != "" && x.Offer == proposal {
				return true
			}
		default:
		}
	}
	return false
}

// consents says who said yes to the agreement that stands, and when. Both are known to both once there is one.
func (b *builder) consents() []Consent {
	deal := b.f.state.Agreement
	if deal == nil {
		return nil
	}
	by := map[p.Role]Consent{}
	made, version := false, 0
	for _, e := range b.f.events {
		switch x := e.Body.(type) {
		case p.OfferMade:
			if x.ID == deal.ID {
				by[e.Actor.Role] = Consent{By: e.Actor.Role, At: e.Due, Offered: true}
			}
		case p.ProposalPut:
			if x.ID == deal.ID {
				version = x.Version
			}
		case p.ProposalAnswered:
			if x.ID == deal.ID && x.Yes {
				by[e.Actor.Role] = Consent{By: e.Actor.Role, At: e.Due, Name: b.texts[x.Name.ID], Version: version}
			}
		case p.AgreementMade:
			if x.Offer != deal.ID {
				continue
			}
			made = true
			if _, have := by[e.Actor.Role]; !have {
				by[e.Actor.Role] = Consent{By: e.Actor.Role, At: e.Due}
			}
		default:
		}
	}
	if !made {
		return nil
	}
	var out []Consent
	for _, r := range []p.Role{p.Consumer, p.Shop} {
		if c, ok := by[r]; ok {
			out = append(out, c)
		}
	}
	return out
}
