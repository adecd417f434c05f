package store

// NewEnough is what Open asks of SQLite.
var NewEnough = newEnough

// Waiting gives how many writes wait in the queue.
func Waiting(s *Store) int {
	s.writer.mu.Lock()
	defer s.writer.mu.Unlock()
	n := 0
	for _, q := range s.writer.queue {
		n += len(q)
	}
	return n
}
