package seen

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// some returns a record as a device may send it.
func some(r *rand.Rand) Record {
	out := Record{}
	for range r.IntN(6) {
		e := Entry{Shown: []int64{}}
		for range r.IntN(4) {
			e.Shown = append(e.Shown, now.UnixMilli()-r.Int64N(3*Kept.Milliseconds()/2))
		}
		if r.IntN(3) == 0 {
			e.Dismissed = now.UnixMilli() - r.Int64N(Kept.Milliseconds())
		}
		out[fmt.Sprint("item", r.IntN(8))] = e.join(Entry{})
	}
	return out
}

// TestMergeCommutes merges what three devices know in all orders, and again.
func TestMergeCommutes(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		a, b, c := some(r), some(r), some(r)
		want := a.Merge(b, now).Merge(c, now)
		for name, got := range map[string]Record{
			"b c a": b.Merge(c, now).Merge(a, now),
			"c b a": c.Merge(b, now).Merge(a, now),
			"a bc":  a.Merge(b.Merge(c, now), now),
			"again": want.Merge(b, now).Merge(want, now),
		} {
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("%s: %v, in order %v", name, got, want)
			}
		}
	}
}

func TestMergeLimits(t *testing.T) {
	t.Parallel()
	ms := now.UnixMilli()
	var times []int64
	for i := range int64(maxTimes + 5) {
		times = append(times, ms-i)
	}
	r := Record{"a": {Shown: times}}.Merge(Record{"old": {Shown: []int64{now.Add(-Kept).UnixMilli() - 1}}, "empty": {}}, now)
	if shown := r["a"].Shown; len(shown) != maxTimes || shown[maxTimes-1] != ms || shown[0] != ms-maxTimes+1 {
		t.Errorf("%d times are kept, from %d to %d", len(shown), shown[0], shown[len(shown)-1])
	}
	if len(r) != 1 {
		t.Errorf("what nobody has touched for long is kept: %d ids", len(r))
	}
	many := Record{"": {Shown: []int64{now.Add(-Kept).UnixMilli() + 1}}}
	for i := range maxIDs + 10 {
		many[fmt.Sprint(i)] = Entry{Dismissed: ms - int64(i)}
	}
	r = many.Merge(Record{"new": {Shown: []int64{ms}}}, now)
	if _, ok := r[""]; !ok {
		t.Error("the first visit is forgotten for the sake of later items")
	}
	_, newest := r["new"]
	_, oldest := r[fmt.Sprint(maxIDs+9)]
	if len(r) != maxIDs || !newest || oldest {
		t.Errorf("of too many ids %d are kept, the newest: %t, the oldest: %t", len(r), newest, oldest)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	r, err := Parse([]byte(`{"a": {"shown": [3, 1, 3], "dismissed": 9000000000000000}, "": {"shown": []}, "b": {}}`), now)
	day := now.Truncate(24 * time.Hour).UnixMilli()
	want := Record{"a": {[]int64{1, 3}, day}, "": {Shown: []int64{}}, "b": {Shown: []int64{}}}
	if err != nil || !reflect.DeepEqual(r, want) {
		t.Errorf("it is %v, %v", r, err)
	}
	// What is sent back is what a device reads.
	if data, err := json.Marshal(r["b"]); string(data) != `{"shown":[]}` {
		t.Errorf("it is %s, %v", data, err)
	}
	for _, bad := range []string{
		`null`,
		``, `[]`, `null trailing`, `{"a": 1}`, `{"a": {"shown": ["now"]}}`, `{"a": {"shown": [-1]}}`, `{"a": {"shown": [], "name": "Jo"}}`,
		`{"` + strings.Repeat("x", maxID+1) + `": {"shown": []}}`, `{"a\u0000": {"shown": []}}`, `{} {}`,
	} {
		if r, err := Parse([]byte(bad), now); err == nil {
			t.Errorf("%.40s: it is %v", bad, r)
		}
	}
}

// TestClockAhead sends what a device with a wrong clock has seen, and again: it counts once.
func TestClockAhead(t *testing.T) {
	t.Parallel()
	kept := Record{}
	for i := range 5 {
		at := now.Add(time.Duration(i) * time.Minute)
		sent, err := Parse([]byte(`{"a": {"shown": [9000000000000000], "dismissed": 9000000000000001}}`), at)
		if err != nil {
			t.Fatal(err)
		}
		kept = kept.Merge(sent, at)
	}
	if e := kept["a"]; len(e.Shown) != 1 || e.Shown[0] > now.UnixMilli() || e.Dismissed > now.UnixMilli() {
		t.Errorf("it is %v", e)
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	secret := []byte(strings.Repeat("s", MinSecret))
	token := Sign(secret, "user 1", now.Add(time.Hour))
	// As the recipe for other languages says.
	const want = "dXNlciAx.1796043600.cEKpTIUyX0p080hV-dsrxe2DkHik5WHQNGECQpKRZs8"
	if token != want {
		t.Errorf("the token is %s", token)
	}
	if user, err := Verify(secret, token, now); user != "user 1" || err != nil {
		t.Errorf("it is %q, %v", user, err)
	}
	for name, bad := range map[string]string{
		"expired": Sign(secret, "user 1", now), "of another secret": Sign([]byte("other"), "user 1", now.Add(time.Hour)),
		"changed": strings.Replace(token, "dX", "eX", 1), "empty": "", "without a signature": "dXNlciAx.1796043600.",
		"of nobody": Sign(secret, "", now.Add(time.Hour)), "with more": token + "A", "without a time": Sign(secret, "user 1", now)[:9],
	} {
		if user, err := Verify(secret, bad, now); err == nil {
			t.Errorf("a token %s is that of %q", name, user)
		}
	}
}
