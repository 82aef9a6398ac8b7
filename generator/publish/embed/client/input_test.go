package client_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// mouse sends events of the mouse at a place of the view.
func mouse(x, y float64, types ...input.DispatchMouseEventType) func(context.Context, *chromedp.Target) error {
	return func(ctx context.Context, _ *chromedp.Target) error {
		for _, typ := range types {
			params := input.DispatchMouseEventParams{Type: typ, X: x, Y: y}
			if typ != input.DispatchMouseEventTypeMouseMoved {
				params.Button, params.ClickCount = input.MouseButtonLeft, 1
			}
			if _, err := chromedp.Call(ctx, input.DispatchMouseEvent, params); err != nil {
				return err
			}
		}
		return nil
	}
}

func pointTo(x, y float64) func(context.Context, *chromedp.Target) error {
	return mouse(x, y, input.DispatchMouseEventTypeMouseMoved)
}

func pointAndClick(x, y float64) func(context.Context, *chromedp.Target) error {
	return mouse(x, y, input.DispatchMouseEventTypeMouseMoved,
		input.DispatchMouseEventTypeMousePressed, input.DispatchMouseEventTypeMouseReleased)
}

// centre returns the middle of an element in the view.
func centre(t *testing.T, b *tab, element string) (x, y float64) {
	t.Helper()
	at := ask[[]float64](t, b, `(() => { const r = `+element+
		`.getBoundingClientRect(); return [(r.left + r.right) / 2, (r.top + r.bottom) / 2]; })()`)
	return at[0], at[1]
}
