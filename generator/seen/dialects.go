package seen

import (
	"context"
	"database/sql"
	"errors"
)

// errDeleted says that another program has deleted a user in the midst of a transaction, so
// that it is worth doing again.
var errDeleted = errors.New("a user was deleted while something was written")

var sqlite = dialect{
	migrations: []string{
		"CREATE TABLE headsup_seen (person TEXT PRIMARY KEY, record BLOB NOT NULL, day INTEGER NOT NULL)",
		"CREATE INDEX headsup_seen_day ON headsup_seen (day)",
	},
	read:    "SELECT record FROM headsup_seen WHERE person = ?",
	forget:  "DELETE FROM headsup_seen WHERE person = ?",
	expire:  "DELETE FROM headsup_seen WHERE day < ?",
	workers: 1, // a file has one writer
	update: func(ctx context.Context, tx *sql.Tx, people []string, day int64, fresh func(string, []byte) ([]byte, error)) error {
		read, err := tx.PrepareContext(ctx, "SELECT record FROM headsup_seen WHERE person = ?")
		if err != nil {
			return err
		}
		defer read.Close()
		write, err := tx.PrepareContext(ctx, "INSERT INTO headsup_seen (person, record, day) VALUES (?, ?, ?) "+
			"ON CONFLICT (person) DO UPDATE SET record = excluded.record, day = excluded.day")
		if err != nil {
			return err
		}
		defer write.Close()
		for _, person := range people {
			var old []byte
			if err := read.QueryRowContext(ctx, person).Scan(&old); err != nil && !errors.Is(err, sql.ErrNoRows) {
				return err
			}
			data, err := fresh(person, old)
			if err != nil {
				return err
			}
			if _, err := write.ExecContext(ctx, person, data, day); err != nil {
				return err
			}
		}
		return nil
	},
}

var postgres = dialect{
	migrations: []string{
		"CREATE TABLE headsup_seen (person TEXT COLLATE \"C\" PRIMARY KEY, record BYTEA NOT NULL, day BIGINT NOT NULL) " +
			"WITH (fillfactor = 80)",
		"CREATE INDEX headsup_seen_day ON headsup_seen (day)",
	},
	lock:    "SELECT pg_advisory_xact_lock(7022364301931831667)", // a number of our own
	read:    "SELECT record FROM headsup_seen WHERE person = $1",
	forget:  "DELETE FROM headsup_seen WHERE person = $1",
	expire:  "DELETE FROM headsup_seen WHERE day < $1",
	workers: 4,
	// Rows are locked in the order of people by whoever writes, those that are there first
	// and new ones then, so that no two wait for each other.
	update: func(ctx context.Context, tx *sql.Tx, people []string, day int64, fresh func(string, []byte) ([]byte, error)) error {
		known, err := locked(ctx, tx, people)
		if err != nil {
			return err
		}
		if len(known) < len(people) {
			var missing []string
			for _, person := range people {
				if _, ok := known[person]; !ok {
					missing = append(missing, person)
				}
			}
			if _, err := tx.ExecContext(ctx, "INSERT INTO headsup_seen (person, record, day) "+
				"SELECT person, '{}'::bytea, $2::bigint FROM unnest($1::text[]) AS person ON CONFLICT DO NOTHING",
				missing, day); err != nil {
				return err
			}
			// Another program may have made one of them meanwhile.
			added, err := locked(ctx, tx, missing)
			if err != nil {
				return err
			}
			for person, data := range added {
				known[person] = data
			}
		}
		records := make([][]byte, len(people))
		for i, person := range people {
			old, ok := known[person]
			if !ok {
				return errDeleted
			}
			if records[i], err = fresh(person, old); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, "UPDATE headsup_seen SET record = fresh.record, day = $3 "+
			"FROM unnest($1::text[], $2::bytea[]) AS fresh (person, record) "+
			"WHERE headsup_seen.person = fresh.person",
			people, records, day)
		return err
	},
}

// locked returns the records of those people who have one, by person, and keeps others
// from writing to them until the transaction ends.
func locked(ctx context.Context, tx *sql.Tx, people []string) (map[string][]byte, error) {
	rows, err := tx.QueryContext(ctx,
		"SELECT person, record FROM headsup_seen WHERE person = ANY($1::text[]) ORDER BY person FOR UPDATE", people)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make(map[string][]byte, len(people))
	for rows.Next() {
		var person string
		var data []byte
		if err := rows.Scan(&person, &data); err != nil {
			return nil, err
		}
		out[person] = data
	}
	return out, rows.Err()
}
