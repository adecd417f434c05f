package store_test

import (
	"crypto/rand"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"wederhoor/internal/store"
	"wederhoor/internal/store/storetest"
)

func TestScaleTmp(t *testing.T) {
	dir := os.Getenv("SCALE")
	if dir == "" {
		t.Skip()
	}
	s := openIn(t, dir, store.Options{})
	ctx := t.Context()
	for _, random := range []bool{false, true, false, true} {
		t0 := time.Now()
		var all sync.WaitGroup
		const per = 1000
		for range 32 {
			all.Go(func() {
				for i := range per {
					id := fmt.Sprintf("1%019d", time.Now().UnixNano()) + rand.Text()[:6]
					if random {
						id = rand.Text()
					}
					secret := make([]byte, 32)
					rand.Read(secret)
					c := storetest.Complaint{ID: id, Member: fmt.Sprint(i % 1000), Address: fmt.Sprintf("shop%d@shop.example", i%1000), Now: time.Now().UnixMilli(), Secret: secret}
					if err := s.Write(ctx, store.Act, func(tx *store.Tx) error { return storetest.Submit(ctx, tx, c) }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		t.Log("random", random, 32*per/time.Since(t0).Seconds())
	}
}
