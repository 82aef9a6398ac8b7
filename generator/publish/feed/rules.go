package feed

import (
	"cmp"
	"hash/fnv"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// localTime is how a time without an offset is written.
const localTime = "2006-01-02T15:04:05"

// inTime tries the times that rules have.
func (r *Rules) inTime(v Viewer, now time.Time) (verdict Verdict, ok bool) {
	if r.strange {
		return leftOut(Malformed, "its rules have something that this version does not know"), false
	}
	if r.From != "" && !v.isPast(r.From, now) {
		return leftOut(NotYet, "from "+clock(r.From)), false
	}
	if r.Until != "" && (!readable(r.Until) || v.isPast(r.Until, now)) {
		return leftOut(Expired, "since "+clock(r.Until)), false
	}
	return Verdict{}, true
}

// isPast reports whether a time has come for a viewer. One that cannot be read never
// comes.
func (v Viewer) isPast(text string, now time.Time) bool {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return !now.Before(at)
	}
	zone, err := time.LoadLocation(cmp.Or(v.Zone, "UTC"))
	// Clocks are compared by what they show, as browsers do.
	return err == nil && readable(text) && now.In(zone).Format(localTime) >= text
}

func readable(text string) bool {
	_, local := time.Parse(localTime, text)
	_, exact := time.Parse(time.RFC3339, text)
	return local == nil || exact == nil
}

// clock says a time for people.
func clock(text string) string {
	if _, err := time.Parse(localTime, text); err == nil {
		return text + " local time"
	}
	return text
}

// match tries what lists cannot say.
func (r *Rules) match(v Viewer, now time.Time) (verdict Verdict, ok bool) {
	if r.Not != nil {
		for _, l := range r.Not.lists(v) {
			if l.fits {
				return leftOut(ByNot, "not for "+l.words), false
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Since)) {
		days, known := daysSince(v.Since[name], now)
		if fits, understood := within(r.Since[name], days); !understood {
			return leftOut(Malformed, name+": "+said(r.Since[name])), false
		} else if !known || !fits {
			return leftOut(BySince, name+" "+said(r.Since[name])+" days ago"), false
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Numbers)) {
		number, known := v.Numbers[name]
		if fits, understood := within(r.Numbers[name], number); !understood {
			return leftOut(Malformed, name+": "+said(r.Numbers[name])), false
		} else if !known || !fits {
			return leftOut(ByNumber, name+" "+said(r.Numbers[name])), false
		}
	}
	if s := r.Share; s != nil {
		if at := Place(s.Key, v.User); v.User == "" || at < s.AtLeast || at >= s.LessThan {
			return leftOut(ByShare, "for "+plain(s.AtLeast)+"% to "+plain(s.LessThan)+"% of "+s.Key), false
		}
	}
	return Verdict{}, true
}

// daysSince returns how many days ago a date or a time was.
func daysSince(text string, now time.Time) (days float64, ok bool) {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		at, err = time.Parse(time.DateOnly, text)
	}
	return float64(now.Sub(at).Milliseconds()) / 864e5, err == nil
}

// within reports whether a number keeps to bounds, and whether all of them are known.
func within(bounds Bounds, number float64) (fits, understood bool) {
	fits = true
	for word, bound := range bounds {
		switch word {
		case "at_least":
			fits = fits && number >= bound
		case "more_than":
			fits = fits && number > bound
		case "at_most":
			fits = fits && number <= bound
		case "less_than":
			fits = fits && number < bound
		default:
			return false, false
		}
	}
	return fits, true
}

// said writes bounds for people: "at least 3, less than 14".
func said(bounds Bounds) string {
	var out []string
	for _, word := range slices.Sorted(maps.Keys(bounds)) {
		out = append(out, strings.ReplaceAll(word, "_", " ")+" "+plain(bounds[word]))
	}
	return strings.Join(out, ", ")
}

func plain(number float64) string { return strconv.FormatFloat(number, 'f', -1, 64) }

// Place returns where a user stands among all, from 0 to below 100. It depends on the key
// and the user alone, and the places of one key say nothing about those of another: FNV-1a
// of the key, a line break and the user, with the last step of MurmurHash3.
func Place(key, user string) float64 {
	f := fnv.New32a()
	f.Write([]byte(key + "\n" + user))
	h := f.Sum32()
	h = (h ^ h>>16) * 0x85ebca6b
	h = (h ^ h>>13) * 0xc2b2ae35
	return float64(h^h>>16) / (math.MaxUint32 + 1) * 100
}
