package house

import (
	"context"
	"time"

	"wederhoor/internal/mail"
)

// senders are a few connections to the mail server, so that one slow recipient does not hold up the others.
type senders struct{ idle chan *mail.Sender }

const connections = 4

func newSenders(s mail.Settings, now func() time.Time) (*senders, error) {
	out := &senders{idle: make(chan *mail.Sender, connections)}
	for range connections {
		one, err := mail.NewSender(s, now)
		if err != nil {
			return nil, err
		}
		out.idle <- one
	}
	return out, nil
}

// Send hands a letter to a connection that is free.
func (s *senders) Send(ctx context.Context, m mail.Message) mail.Outcome {
	one := <-s.idle
	defer func() { s.idle <- one }()
	return one.Send(ctx, m)
}

func (s *senders) close() {
	for range connections {
		(<-s.idle).Close()
	}
}
