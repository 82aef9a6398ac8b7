package seen

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"
)

// Store keeps records in a database. It is safe for concurrent use, and several programs
// may use one database at the same time.
type Store struct {
	db      *sql.DB // for writing
	readers *sql.DB
	dialect dialect
	now     func() time.Time

	changes chan change
	ended   chan struct{} // closed when nothing is taken any more
	workers sync.WaitGroup
}

// dialect is what differs from one database to the other.
type dialect struct {
	migrations []string
	lock       string // keeps other programs from migrating meanwhile; "" where a transaction does
	read       string
	forget     string
	expire     string
	workers    int // that write at the same time
	// update puts what fresh makes of the records of people, who are sorted, in their place.
	update func(ctx context.Context, tx *sql.Tx, people []string, day int64, fresh func(person string, old []byte) ([]byte, error)) error
}

// change is a record to merge into that of a user.
type change struct {
	user   string
	record Record
	result chan<- result
}

type result struct {
	merged Record
	err    error
}

// A batch is what is written in one transaction, so that one wait for the disk serves many.
const maxBatch = 256

// ErrClosed says that the store is closed.
var ErrClosed = errors.New("the store is closed")

// Open opens a database, and makes or migrates the tables. The address is that of a
// PostgreSQL server, postgres://…, or the path of a SQLite file, which is made when it is
// not there.
func Open(ctx context.Context, address string, now func() time.Time) (*Store, error) {
	s := &Store{now: now, changes: make(chan change), ended: make(chan struct{})}
	var err error
	if IsPostgres(address) {
		s.dialect = postgres
		if s.db, err = sql.Open("pgx", address); err != nil {
			return nil, fmt.Errorf("open the database: %w", err)
		}
		s.db.SetMaxOpenConns(16)
		s.db.SetMaxIdleConns(16)
		s.readers = s.db
	} else {
		s.dialect = sqlite
		if s.db, err = sql.Open("sqlite", sqliteName(address, "rwc")); err != nil {
			return nil, fmt.Errorf("open the database: %w", err)
		}
		s.db.SetMaxOpenConns(1)
		// The file is there once the tables are.
		if s.readers, err = sql.Open("sqlite", sqliteName(address, "ro")); err != nil {
			return nil, errors.Join(fmt.Errorf("open the database: %w", err), s.db.Close())
		}
		s.readers.SetMaxOpenConns(8)
		s.readers.SetMaxIdleConns(8)
	}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(err, s.close())
	}
	for range s.dialect.workers {
		s.workers.Go(s.work)
	}
	return s, nil
}

// IsPostgres reports whether the address of a database is that of a PostgreSQL server.
func IsPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// sqliteName names a file for the driver. A transaction that reads first and writes then
// has to be one that writes from its start: it fails at once otherwise when another one has
// written meanwhile, however long it would wait.
func sqliteName(file, mode string) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(file)}).EscapedPath() + "?mode=" + mode + "&_txlock=immediate" +
		"&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"
}

// Close waits for what is being written, and closes the database.
func (s *Store) Close() error {
	close(s.ended)
	s.workers.Wait()
	return s.close()
}

func (s *Store) close() error {
	err := s.db.Close()
	if s.readers != s.db {
		err = errors.Join(err, s.readers.Close())
	}
	return err
}

// migrate makes the tables, or brings those of an earlier program up to date.
func (s *Store) migrate(ctx context.Context) error {
	return s.inTransaction(ctx, func(tx *sql.Tx) error {
		if s.dialect.lock != "" {
			if _, err := tx.ExecContext(ctx, s.dialect.lock); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS headsup_seen_version (version INTEGER NOT NULL)"); err != nil {
			return err
		}
		var version int
		if err := tx.QueryRowContext(ctx, "SELECT COALESCE(MAX(version), 0) FROM headsup_seen_version").Scan(&version); err != nil {
			return err
		}
		if version > len(s.dialect.migrations) {
			return fmt.Errorf("a later headsup has made the tables: they have version %d, and this one knows %d",
				version, len(s.dialect.migrations))
		}
		for i, statement := range s.dialect.migrations[version:] {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("migration %d: %w", version+i+1, err)
			}
			if _, err := tx.ExecContext(ctx, fmt.Sprintf("INSERT INTO headsup_seen_version VALUES (%d)", version+i+1)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) inTransaction(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("use the database: %w", err)
	}
	if err := do(tx); err != nil {
		return errors.Join(fmt.Errorf("use the database: %w", err), tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("write to the database: %w", err)
	}
	return nil
}

// Read returns what a user has seen, which may be nothing.
func (s *Store) Read(ctx context.Context, user string) (Record, error) {
	var data []byte
	err := s.readers.QueryRowContext(ctx, s.dialect.read, user).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return Record{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read from the database: %w", err)
	}
	return decode(data)
}

func decode(data []byte) (Record, error) {
	r := Record{}
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, fmt.Errorf("read a record of the database: %w", err)
	}
	return r, nil
}

// Merge adds to what a user has seen, and returns all of it once that is on the disk.
func (s *Store) Merge(ctx context.Context, user string, r Record) (Record, error) {
	done := make(chan result, 1)
	select {
	case s.changes <- change{user, r, done}:
	case <-s.ended:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for the database: %w", ctx.Err())
	}
	// What was taken is written, whoever waits for it.
	select {
	case out := <-done:
		return out.merged, out.err
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for the database: %w", ctx.Err())
	}
}

// Forget deletes what is kept of a user, and reports whether there was something.
func (s *Store) Forget(ctx context.Context, user string) (bool, error) {
	return s.remove(ctx, s.dialect.forget, user)
}

// Expire deletes what is kept of users who have seen nothing for [Kept].
func (s *Store) Expire(ctx context.Context) error {
	_, err := s.remove(ctx, s.dialect.expire, day(s.now().Add(-Kept)))
	return err
}

func (s *Store) remove(ctx context.Context, statement string, arg any) (bool, error) {
	done, err := s.db.ExecContext(ctx, statement, arg)
	if err != nil {
		return false, fmt.Errorf("delete from the database: %w", err)
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

// day counts days since 1970. Of a row only its day is indexed, which changes once a day.
func day(t time.Time) int64 { return t.Unix() / (24 * 60 * 60) }

// work writes what comes, as many at once as have come meanwhile.
func (s *Store) work() {
	for {
		select {
		case first := <-s.changes:
			batch := []change{first}
			for more := true; more && len(batch) < maxBatch; {
				select {
				case c := <-s.changes:
					batch = append(batch, c)
				default:
					more = false
				}
			}
			s.write(batch)
		case <-s.ended:
			return
		}
	}
}

// writeTimeout is how long a batch may take. Past that, whoever waits gets an error.
const writeTimeout = 30 * time.Second

// write merges a batch in one transaction, in the order in which it came.
func (s *Store) write(batch []change) {
	ctx, stop := context.WithTimeout(context.Background(), writeTimeout)
	defer stop()
	byUser := map[string][]change{}
	for _, c := range batch {
		byUser[c.user] = append(byUser[c.user], c)
	}
	now, merged := s.now(), map[string]Record{}
	people := slices.Sorted(maps.Keys(byUser))
	do := func(tx *sql.Tx) error {
		return s.dialect.update(ctx, tx, people, day(now), func(person string, old []byte) ([]byte, error) {
			r := Record{}
			if old != nil {
				var err error
				if r, err = decode(old); err != nil {
					return nil, err
				}
			}
			for _, c := range byUser[person] {
				r = r.Merge(c.record, now)
			}
			merged[person] = r
			return json.Marshal(r)
		})
	}
	err := s.inTransaction(ctx, do)
	for tries := 1; tries < 3 && rolledBack(err); tries++ {
		err = s.inTransaction(ctx, do)
	}
	for _, c := range batch {
		c.result <- result{merged[c.user], err}
	}
}

// rolledBack reports whether a transaction has ended for the sake of another, so that it is
// worth doing again.
func rolledBack(err error) bool {
	var failure *pgconn.PgError
	return errors.Is(err, errDeleted) || errors.As(err, &failure) && strings.HasPrefix(failure.Code, "40")
}
