package store_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"wederhoor/internal/store"
	"wederhoor/internal/store/storetest"
)

// clients is how many write at the same time, as in docs/performance.md.
const clients = 32

// BenchmarkSubmit stores whole complaints, each acknowledged after its commit is on the disk.
func BenchmarkSubmit(b *testing.B) {
	s := openIn(b, b.TempDir(), store.Options{})
	var n atomic.Int64
	parallel(b, func(ctx context.Context) error {
		i := n.Add(1)
		c := storetest.Complaint{
			ID: fmt.Sprintf("01980c%020d", i), Member: fmt.Sprint(1000 + i%500),
			Address: fmt.Sprintf("shop-%d@shop.example", i%500), Now: 1_780_000_000_000 + i, Secret: storetest.Secret(int(i)),
		}
		return s.Write(ctx, store.Act, func(tx *store.Tx) error { return storetest.Submit(ctx, tx, c) })
	})
}

// BenchmarkBare stores one row a write, for comparison: what the commits cost.
func BenchmarkBare(b *testing.B) {
	s := openIn(b, b.TempDir(), store.Options{})
	var n atomic.Int64
	parallel(b, func(ctx context.Context) error {
		record := storetest.Secret(int(n.Add(1)))
		return s.Write(ctx, store.Act, func(tx *store.Tx) error {
			_, err := tx.AppendLeaf(record)
			return err
		})
	})
}

func parallel(b *testing.B, fn func(ctx context.Context) error) {
	b.SetParallelism(clients / 2)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := fn(b.Context()); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
}
