package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"headsup/generator/guard/chromium"
)

// take takes the pictures of all pages.
func take(ctx context.Context, address string, pages []page, out string) error {
	program, err := chromium.Path()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return fmt.Errorf("make the folder for the pictures: %w", err)
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(program), chromedp.NoSandbox)
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	allocator, stop := chromedp.NewExecAllocator(ctx, options...)
	defer stop()
	tab, closeTab := chromedp.NewContext(allocator)
	defer closeTab()
	for _, scheme := range schemes {
		for _, width := range widths {
			steps := []chromedp.Action[chromedp.Void]{prefer(scheme), chromedp.EmulateViewport(width, 900)}
			if err := chromedp.Do(tab, steps...); err != nil {
				return fmt.Errorf("prepare the browser: %w", err)
			}
			for _, p := range pages {
				if err := picture(tab, address+p.Path, filepath.Join(out, pictureOf(p.Layout, width, scheme))); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// picture opens a page and writes its picture, from top to bottom.
func picture(tab context.Context, address, name string) error {
	err := chromedp.Do(tab, chromedp.Navigate(address))
	if err == nil {
		// Pictures below the fold load when they are near.
		_, err = chromedp.Run(tab, chromedp.Evaluate[bool](`(async () => {
			for (const image of document.images) image.loading = "eager";
			await Promise.allSettled([...document.images].map((image) => image.decode()));
			return true;
		})()`, chromedp.EvalAwaitPromise))
	}
	var data []byte
	if err == nil {
		data, err = chromedp.Run(tab, chromedp.FullScreenshot(100))
	}
	if err != nil {
		return fmt.Errorf("take a picture of %s: %w", address, err)
	}
	if len(data) == 0 {
		return errors.New("the browser gave an empty picture of " + address)
	}
	return os.WriteFile(name, data, 0o644)
}

// prefer sets the colour scheme of the reader's system.
func prefer(scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	})
}
