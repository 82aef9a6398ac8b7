package voice

import (
	"fmt"
	"math"
	"time"

	"headsup/generator/inbound/record"
	"headsup/generator/read/calendar"
	"headsup/generator/view/label"
	"headsup/generator/view/words"
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
	w := c.Site.Words()
	from, to := label.Month(calendar.Date{Time: now.first}, language), label.Month(calendar.Date{Time: now.last}, language)
	if now.questions < enough {
		return w.Say("trend-few"), w.Count("trend-few-text", now.questions,
			"from", from, "to", to, "howto", now.howTo, "capability", now.capability, "enough", enough)
	}
	answer = w.Say("trend-even")
	if h, k := now.share(now.howTo), now.share(now.capability); math.Abs(h-k) > 2*math.Sqrt((h+k-(h-k)*(h-k))/float64(now.questions)) {
		answer = w.Say("trend-howto")
		if k > h {
			answer = w.Say("trend-capability")
		}
	}
	text = w.Count("trend-text", now.questions, "from", from, "to", to,
		"howto", percent(now.howTo, now.questions), "capability", percent(now.capability, now.questions)) + " "
	if before.questions < enough {
		return answer, text + w.Count("trend-before-few", before.questions)
	}
	return answer, text + w.Say("trend-change", "howto", change(w, now, before, now.howTo, before.howTo),
		"capability", change(w, now, before, now.capability, before.capability))
}

func (p period) share(n int) float64 { return float64(n) / float64(max(p.questions, 1)) }

// change says how a share has changed. A difference counts when it is more than twice its
// standard error.
func change(w *words.Words, now, before period, n, m int) string {
	a, b := now.share(n), before.share(m)
	pooled := float64(n+m) / float64(now.questions+before.questions)
	deviation := math.Sqrt(pooled * (1 - pooled) * (1/float64(now.questions) + 1/float64(before.questions)))
	points := int(math.Round(100 * math.Abs(a-b)))
	switch {
	case points == 0:
		return w.Say("change-none")
	case math.Abs(a-b) <= 2*deviation:
		return w.Say("change-chance", "points", fmt.Sprintf("%+d", int(math.Round(100*(a-b)))))
	case a > b:
		return w.Count("change-up", points)
	}
	return w.Count("change-down", points)
}
