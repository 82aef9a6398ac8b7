package voice

import (
	"fmt"
	"math"
	"time"

	"headsup/generator/inbound/record"
	"headsup/generator/read/calendar"
	"headsup/generator/view/label"
)

const (
	trendMonths = 3
	// enough is from how many questions on shares say something.
	enough = 30
)

// period is what was asked in some months.
type period struct {
	first, last                  time.Time // months
	questions, howTo, capability int
}

// period counts the full months that end so many before the current one.
func (c *counts) period(ago int) period {
	end := c.month(c.today).AddDate(0, -ago, 0)
	p := period{first: end.AddDate(0, -trendMonths, 0), last: end.AddDate(0, -1, 0)}
	for i := c.before(p.first); i < c.before(end); i++ {
		it := &c.items[i]
		if !asks(it) {
			continue
		}
		p.questions++
		switch record.Kind(it.Kind) {
		case record.HowTo:
			p.howTo++
		case record.Capability:
			p.capability++
		}
	}
	return p
}

// trend says whether people ask how to do something, or what the product can do, and what
// has changed. Few questions say nothing, and neither does a difference that may be chance.
func (c *counts) trend() (answer, text string) {
	now, before := c.period(0), c.period(trendMonths)
	language := c.Site.Config.Language
	when := label.Month(calendar.Date{Time: now.first}, language) + " to " + label.Month(calendar.Date{Time: now.last}, language)
	if now.questions < enough {
		return "There are too few questions to tell.",
			fmt.Sprintf("%s came from %s: %d how-to, and %d that ask what the product can do. Below %d, shares say little.",
				label.Count(now.questions, "question"), when, now.howTo, now.capability, enough)
	}
	answer = "They ask as much how-to as what it can do."
	if h, k := now.share(now.howTo), now.share(now.capability); math.Abs(h-k) > 2*math.Sqrt((h+k-(h-k)*(h-k))/float64(now.questions)) {
		answer = "They still ask how-to."
		if k > h {
			answer = "They already ask what it can do."
		}
	}
	text = fmt.Sprintf("Of %s from %s, %d%% are how-to and %d%% ask what the product can do. ", label.Count(now.questions, "question"), when,
		percent(now.howTo, now.questions), percent(now.capability, now.questions))
	if before.questions < enough {
		return answer, text + fmt.Sprintf("The three months before had %s, too few to compare.", label.Count(before.questions, "question"))
	}
	return answer, text + "Compared with the three months before, how-to is " + change(now, before, now.howTo, before.howTo) +
		", and what it can do is " + change(now, before, now.capability, before.capability) + "."
}

func (p period) share(n int) float64 { return float64(n) / float64(max(p.questions, 1)) }

// change says how a share has changed. A difference counts when it is more than twice its
// standard error.
func change(now, before period, n, m int) string {
	a, b := now.share(n), before.share(m)
	pooled := float64(n+m) / float64(now.questions+before.questions)
	deviation := math.Sqrt(pooled * (1 - pooled) * (1/float64(now.questions) + 1/float64(before.questions)))
	points := int(math.Round(100 * math.Abs(a-b)))
	switch {
	case points == 0:
		return "the same"
	case math.Abs(a-b) <= 2*deviation:
		return fmt.Sprintf("about the same (%+d points, which may be chance)", int(math.Round(100*(a-b))))
	case a > b:
		return fmt.Sprintf("up by %s", label.Count(points, "point"))
	}
	return fmt.Sprintf("down by %s", label.Count(points, "point"))
}
