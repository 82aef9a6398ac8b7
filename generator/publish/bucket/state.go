package bucket

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"
)

// Keys of what is no file of the site. Their folder begins with a dot, as no page's does.
const (
	stateKey = ".headsup/published.json"
	lockKey  = ".headsup/lock.json"
)

// state is what was published before.
type state struct {
	Version int              `json:"version"`
	Files   map[string]known `json:"files"` // by their names
}

// known is what is known of a file in the bucket.
type known struct {
	Sum  string     `json:"sum"`            // see [file]
	Gone *time.Time `json:"gone,omitempty"` // since when the site does not have it
}

const stateVersion = 1

// readState reads what was published before, which is nothing in a new bucket.
func readState(ctx context.Context, b *blob.Bucket) (*state, error) {
	s := &state{Version: stateVersion, Files: map[string]known{}}
	data, err := b.ReadAll(ctx, stateKey)
	switch {
	case gcerrors.Code(err) == gcerrors.NotFound:
		return s, nil
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", stateKey, err)
	}
	if err := json.Unmarshal(data, s); err != nil {
		return nil, fmt.Errorf("read %s: %w; remove it, and everything is sent again", stateKey, err)
	}
	if s.Version != stateVersion {
		return nil, fmt.Errorf("%s is of another version of headsup: it has version %d, and this program knows %d",
			stateKey, s.Version, stateVersion)
	}
	if s.Files == nil {
		s.Files = map[string]known{}
	}
	return s, nil
}

func (s *state) write(ctx context.Context, b *blob.Bucket) error {
	data, err := json.Marshal(s)
	if err == nil {
		err = b.WriteAll(ctx, stateKey, data, &blob.WriterOptions{ContentType: "application/json", CacheControl: "private, no-store"})
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", stateKey, err)
	}
	return nil
}

// lock is held by the one who publishes.
type lock struct {
	bucket *blob.Bucket
	stop   chan struct{}
	ended  chan struct{}
}

// holder is what a lock says of who holds it.
type holder struct {
	Host  string    `json:"host"`
	PID   int       `json:"pid"`
	Until time.Time `json:"until"` // it is nobody's after that
	Token string    `json:"token"` // tells two holders apart
}

// A holder that was killed is waited for so long; one that lives says so more often.
const (
	lockFor   = 2 * time.Minute
	lockRenew = 30 * time.Second
)

// acquire takes the lock, which is refused while somebody else holds it.
func acquire(ctx context.Context, b *blob.Bucket, now func() time.Time) (*lock, error) {
	host, err := os.Hostname()
	if err != nil {
		host = "a machine without a name"
	}
	me := holder{Host: host, PID: os.Getpid(), Token: rand.Text()}
	write := func(ctx context.Context, only bool) error {
		me.Until = now().Add(lockFor).UTC()
		data, err := json.Marshal(me)
		if err != nil {
			return err
		}
		return b.WriteAll(ctx, lockKey, data,
			&blob.WriterOptions{ContentType: "application/json", CacheControl: "private, no-store", IfNotExist: only})
	}
	for range 2 {
		err := write(ctx, true)
		if err == nil {
			return hold(ctx, b, write), nil
		}
		if gcerrors.Code(err) != gcerrors.FailedPrecondition {
			return nil, fmt.Errorf("write %s: %w", lockKey, err)
		}
		other, err := readHolder(ctx, b)
		if err != nil {
			return nil, err
		}
		if now().Before(other.Until) {
			return nil, fmt.Errorf("somebody else publishes there: process %d on %s; its lock ends at %s unless it goes on",
				other.PID, other.Host, other.Until.Format(time.RFC3339))
		}
		// Who was killed left it. Of several who find it so, one gets the next.
		if err := b.Delete(ctx, lockKey); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
			return nil, fmt.Errorf("remove %s: %w", lockKey, err)
		}
	}
	return nil, fmt.Errorf("somebody else has begun to publish there at the same time")
}

func readHolder(ctx context.Context, b *blob.Bucket) (holder, error) {
	var h holder
	data, err := b.ReadAll(ctx, lockKey)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return h, nil // it has just been given back
	}
	if err == nil {
		err = json.Unmarshal(data, &h)
	}
	if err != nil {
		return h, fmt.Errorf("read %s: %w; if nobody publishes, remove it", lockKey, err)
	}
	return h, nil
}

// hold says from time to time that the lock is still held.
func hold(ctx context.Context, b *blob.Bucket, write func(context.Context, bool) error) *lock {
	l := &lock{b, make(chan struct{}), make(chan struct{})}
	go func() {
		defer close(l.ended)
		ticks := time.NewTicker(lockRenew)
		defer ticks.Stop()
		for {
			select {
			case <-l.stop:
				return
			case <-ticks.C:
				_ = write(ctx, false) // the next tick tries again, long before the lock ends
			}
		}
	}()
	return l
}

// release gives the lock back. If that fails, it ends by itself.
func (l *lock) release(ctx context.Context) {
	close(l.stop)
	<-l.ended
	_ = l.bucket.Delete(ctx, lockKey)
}
