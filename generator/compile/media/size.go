// Package media reads what a site has to know about pictures: their size in
// pixels ([Size]), and whether an SVG is safe to publish ([CheckSVG]). It takes out
// of pictures what nobody sees ([Strip]).
//
// It decodes headers, never pixels, and changes no file.
package media

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // DecodeConfig knows these formats by import only
	_ "image/png"
	"io"
	"path"
	"strings"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/webp"
)

// maxHeader is how much of a file is read for its size, in bytes. Photographs
// carry previews and colour profiles of several hundred kilobytes before it.
const maxHeader = 4 << 20

var errNoSize = errors.New("the file says no size")

// Size returns the width and height of a picture in pixels, as a browser shows
// it: a JPEG that its EXIF data turns by 90 degrees has them swapped, and an
// SVG has what its width and height attributes say, else its viewBox.
//
// The format is found from the first bytes, because names lie; name serves for
// the error, and to know an SVG. Formats: PNG, JPEG, GIF, WebP, BMP, AVIF, ICO
// (its largest picture), SVG. Any other is an error, and so is a size of 0.
func Size(name string, r io.Reader) (width, height int, err error) {
	br := bufio.NewReader(io.LimitReader(r, maxHeader))
	head, err := br.Peek(16)
	if err != nil && err != io.EOF {
		return 0, 0, fmt.Errorf("read size of %s: %w", name, err)
	}
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xd8}):
		width, height, err = jpegSize(br)
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		width, height, err = avifSize(br)
	case bytes.HasPrefix(head, []byte{0, 0, 1, 0}):
		width, height, err = icoSize(br)
	case strings.EqualFold(path.Ext(name), ".svg"):
		width, height, err = svgSize(br)
	default:
		var c image.Config
		c, _, err = image.DecodeConfig(br)
		width, height = c.Width, c.Height
		if errors.Is(err, image.ErrFormat) {
			err = errors.New("not a picture of a known format")
		}
	}
	if err == nil && (width <= 0 || height <= 0) {
		err = errNoSize
	}
	if err != nil {
		return 0, 0, fmt.Errorf("read size of %s: %w", name, err)
	}
	return width, height, nil
}

// jpegSize walks the segments of a JPEG up to the frame header. The EXIF data,
// where there is any, stands before it.
func jpegSize(r *bufio.Reader) (width, height int, err error) {
	if _, err := r.Discard(2); err != nil {
		return 0, 0, err
	}
	turned := false
	for {
		marker, err := jpegMarker(r)
		if err != nil {
			return 0, 0, err
		}
		switch {
		case marker == 0x01 || marker >= 0xd0 && marker <= 0xd8:
			continue // has no length
		case marker == 0xd9 || marker == 0xda:
			return 0, 0, errNoSize
		}
		var length [2]byte
		if _, err := io.ReadFull(r, length[:]); err != nil {
			return 0, 0, err
		}
		n := int(binary.BigEndian.Uint16(length[:])) - 2
		if n < 0 {
			return 0, 0, errors.New("damaged JPEG segment")
		}
		isFrame := marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc
		switch {
		case isFrame && n >= 5:
			var frame [5]byte // precision, height, width
			if _, err := io.ReadFull(r, frame[:]); err != nil {
				return 0, 0, err
			}
			height = int(binary.BigEndian.Uint16(frame[1:]))
			width = int(binary.BigEndian.Uint16(frame[3:]))
			if turned {
				width, height = height, width
			}
			return width, height, nil
		case marker == 0xe1:
			segment := make([]byte, n)
			if _, err := io.ReadFull(r, segment); err != nil {
				return 0, 0, err
			}
			if o := exifOrientation(segment); o != 0 {
				turned = o >= 5
			}
		default:
			if _, err := r.Discard(n); err != nil {
				return 0, 0, err
			}
		}
	}
}

// jpegMarker returns the next marker, without its 0xff and fill bytes.
func jpegMarker(r *bufio.Reader) (byte, error) {
	b, err := r.ReadByte()
	if err != nil {
		return 0, err
	}
	if b != 0xff {
		return 0, errors.New("damaged JPEG segment")
	}
	for b == 0xff {
		if b, err = r.ReadByte(); err != nil {
			return 0, err
		}
	}
	return b, nil
}

// exifOrientation returns the orientation tag, 1 to 8, of a JPEG's APP1
// segment, or 0 when it has none.
func exifOrientation(segment []byte) int {
	tiff, ok := bytes.CutPrefix(segment, []byte(exifPrefix))
	if !ok {
		return 0
	}
	return tiffOrientation(tiff)
}

// tiffOrientation returns the orientation tag of EXIF data, or 0.
func tiffOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 0
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 0
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 0
		}
		const orientation, short = 0x0112, 3
		if order.Uint16(entries) == orientation && order.Uint16(entries[2:]) == short {
			if v := int(order.Uint16(entries[8:])); v >= 1 && v <= 8 {
				return v
			}
			return 0
		}
		entries = entries[12:]
	}
	return 0
}

// icoSize returns the size of the largest picture in an icon file.
func icoSize(r io.Reader) (width, height int, err error) {
	var header [6]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return 0, 0, err
	}
	for range binary.LittleEndian.Uint16(header[4:]) {
		var entry [16]byte
		if _, err := io.ReadFull(r, entry[:]); err != nil {
			return 0, 0, err
		}
		w, h := int(entry[0]), int(entry[1])
		if w == 0 {
			w = 256
		}
		if h == 0 {
			h = 256
		}
		if w*h > width*height {
			width, height = w, h
		}
	}
	return width, height, nil
}
