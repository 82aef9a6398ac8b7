package media_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"golang.org/x/image/bmp"

	"headsup/generator/compile/media"
)

func picture(w, h int) image.Image {
	return image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Black, color.White})
}

func encode(t testing.TB, format string, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch format {
	case "png":
		err = png.Encode(&b, picture(w, h))
	case "jpeg":
		err = jpeg.Encode(&b, picture(w, h), nil)
	case "gif":
		err = gif.Encode(&b, picture(w, h), nil)
	case "bmp":
		err = bmp.Encode(&b, picture(w, h))
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withEXIF puts an APP1 segment with an orientation behind a JPEG's start.
func withEXIF(jpg []byte, order binary.AppendByteOrder, orientation uint16) []byte {
	magic := "II*\x00"
	if order.String() == binary.BigEndian.String() {
		magic = "MM\x00*"
	}
	tiff := order.AppendUint32([]byte(magic), 8)
	tiff = order.AppendUint16(tiff, 2)
	tiff = append(tiff, entry(order, 0x0100, 4, 640)...)
	tiff = append(tiff, entry(order, 0x0112, 3, orientation)...)
	segment := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{}, jpg[:2]...)
	out = append(out, 0xff, 0xff, 0xe1) // a fill byte is allowed before a marker
	out = binary.BigEndian.AppendUint16(out, uint16(len(segment)+2))
	out = append(out, segment...)
	return append(out, jpg[2:]...)
}

func entry(order binary.AppendByteOrder, tag, kind, value uint16) []byte {
	b := order.AppendUint16(nil, tag)
	b = order.AppendUint16(b, kind)
	b = order.AppendUint32(b, 1)
	b = order.AppendUint16(b, value)
	return order.AppendUint16(b, 0)
}

func webp(w, h int) []byte {
	bits := uint32(w-1) | uint32(h-1)<<14
	chunk := append([]byte{0x2f}, binary.LittleEndian.AppendUint32(nil, bits)...)
	chunk = append(chunk, 0) // pad to an even length
	b := append([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(4+8+len(chunk)))...)
	b = append(b, "WEBPVP8L"...)
	b = binary.LittleEndian.AppendUint32(b, 5)
	return append(b, chunk...)
}

func mp4Box(kind string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	b := binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))
	return append(append(b, kind...), body...)
}

// avif is a file of two items: a thumbnail of 16 by 16 and the primary picture.
func avif(w, h uint32, rotation byte) []byte {
	ispe := func(w, h uint32) []byte {
		b := binary.BigEndian.AppendUint32(make([]byte, 4), w)
		return mp4Box("ispe", binary.BigEndian.AppendUint32(b, h))
	}
	properties := mp4Box("ipco", ispe(16, 16), ispe(w, h), mp4Box("irot", []byte{rotation}))
	associations := mp4Box("ipma", []byte{0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 1, 1, 0, 2, 2, 0x82, 0x83})
	meta := mp4Box("meta", make([]byte, 4), mp4Box("pitm", []byte{0, 0, 0, 0, 0, 2}), mp4Box("iprp", properties, associations))
	return append(mp4Box("ftyp", []byte("avif\x00\x00\x00\x00avifmif1")), meta...)
}

func ico(sizes ...byte) []byte {
	b := []byte{0, 0, 1, 0, byte(len(sizes)), 0}
	for _, s := range sizes {
		b = append(b, s, s, 0, 0, 1, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	}
	return b
}

func TestSizeOfPixelFormats(t *testing.T) {
	jpg := encode(t, "jpeg", 40, 30)
	tests := []struct {
		name string
		data []byte
		w, h int
	}{
		{"a.png", encode(t, "png", 40, 30), 40, 30},
		{"A.PNG", encode(t, "png", 1, 1), 1, 1},
		{"a.gif", encode(t, "gif", 40, 30), 40, 30},
		{"a.bmp", encode(t, "bmp", 40, 30), 40, 30},
		{"a.jpg", jpg, 40, 30},
		{"a.webp", webp(40, 30), 40, 30},
		{"a.avif", avif(40, 30, 0), 40, 30},
		{"turned.avif", avif(40, 30, 1), 30, 40},
		{"upside-down.avif", avif(40, 30, 2), 40, 30},
		{"a.ico", ico(16, 48, 32), 48, 48},
		{"large.ico", ico(16, 0), 256, 256},
		{"a-jpeg-by-another-name.png", jpg, 40, 30},
		{"1.jpg", withEXIF(jpg, binary.LittleEndian, 1), 40, 30},
		{"3.jpg", withEXIF(jpg, binary.BigEndian, 3), 40, 30},
		{"5.jpg", withEXIF(jpg, binary.LittleEndian, 5), 30, 40},
		{"6.jpg", withEXIF(jpg, binary.LittleEndian, 6), 30, 40},
		{"7.jpg", withEXIF(jpg, binary.BigEndian, 7), 30, 40},
		{"8.jpg", withEXIF(jpg, binary.BigEndian, 8), 30, 40},
		{"9.jpg", withEXIF(jpg, binary.BigEndian, 9), 40, 30},
	}
	for _, tt := range tests {
		w, h, err := media.Size(tt.name, bytes.NewReader(tt.data))
		if err != nil || w != tt.w || h != tt.h {
			t.Errorf("Size(%s) = %d, %d, %v; want %d, %d", tt.name, w, h, err, tt.w, tt.h)
		}
	}
}

func TestSizeReadsTheHeaderOnly(t *testing.T) {
	for _, format := range []string{"png", "jpeg", "gif", "bmp"} {
		data := encode(t, format, 400, 300)
		cut := data[:len(data)*3/4]
		if w, h, err := media.Size("a."+format, bytes.NewReader(cut)); err != nil || w != 400 || h != 300 {
			t.Errorf("%s without its end: %d, %d, %v", format, w, h, err)
		}
	}
}

func TestSizeErrors(t *testing.T) {
	jpg := encode(t, "jpeg", 4, 3)
	for name, data := range map[string][]byte{
		"empty.png":        nil,
		"text.png":         []byte("not a picture at all"),
		"a.md":             []byte("# Title"),
		"cut.png":          encode(t, "png", 4, 3)[:12],
		"cut.jpg":          jpg[:4],
		"no-frame.jpg":     {0xff, 0xd8, 0xff, 0xd9},
		"damaged.jpg":      {0xff, 0xd8, 0x00, 0x01, 0x02},
		"short-length.jpg": {0xff, 0xd8, 0xff, 0xe0, 0x00, 0x01},
		"empty.ico":        ico(),
		"cut.ico":          ico(16)[:10],
		"cut.avif":         avif(4, 3, 0)[:60],
		"zero.avif":        avif(0, 3, 0),
		"huge.avif":        avif(1<<30, 1<<30, 0),
		"a.mp4":            mp4Box("ftyp", []byte("isom")),
	} {
		if w, h, err := media.Size(name, bytes.NewReader(data)); err == nil || w != 0 || h != 0 {
			t.Errorf("Size(%s) = %d, %d, %v; want an error", name, w, h, err)
		} else if !strings.HasPrefix(err.Error(), "read size of "+name+": ") {
			t.Errorf("Size(%s): %v", name, err)
		}
	}
}

func TestSizeOfSVG(t *testing.T) {
	tests := []struct {
		attrs string
		w, h  int // 0: an error
	}{
		{`width="40" height="30"`, 40, 30},
		{`width="40px" height=" 30px "`, 40, 30},
		{`width="40.4" height="29.5"`, 40, 30},
		{`width="1in" height="72pt"`, 96, 96},
		{`width="10mm" height="1cm"`, 38, 38},
		{`viewBox="0 0 24 12"`, 24, 12},
		{`viewBox="-1,-1, 24,12"`, 24, 12},
		{`width="100%" height="100%" viewBox="0 0 24 12"`, 24, 12},
		{`width="2em" height="1em" viewBox="0 0 24 12"`, 24, 12},
		{`width="48" viewBox="0 0 24 12"`, 48, 24},
		{`height="48" viewBox="0 0 24 12"`, 96, 48},
		{`width="0.2" height="30"`, 1, 30},
		{``, 0, 0},
		{`width="40"`, 0, 0},
		{`width="-40" height="30"`, 0, 0},
		{`width="NaN" height="Inf"`, 0, 0},
		{`width="1e30" height="30"`, 0, 0},
		{`viewBox="0 0 24"`, 0, 0},
		{`viewBox="0 0 0 12"`, 0, 0},
	}
	const before = "\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<!-- made by hand -->\n<!DOCTYPE svg>\n"
	for _, tt := range tests {
		data := before + `<svg xmlns="http://www.w3.org/2000/svg" ` + tt.attrs + `><g/></svg>`
		w, h, err := media.Size("a.SVG", strings.NewReader(data))
		if w != tt.w || h != tt.h || (err == nil) != (tt.w > 0) {
			t.Errorf("%s: %d, %d, %v; want %d, %d", tt.attrs, w, h, err, tt.w, tt.h)
		}
	}
	for _, data := range []string{"", "<html width='3' height='3'/>", "no tags", "<svg"} {
		if _, _, err := media.Size("a.svg", strings.NewReader(data)); err == nil {
			t.Errorf("%q has a size", data)
		}
	}
}

func FuzzSize(f *testing.F) {
	for name, data := range map[string][]byte{
		"a.png": encode(f, "png", 3, 2), "a.jpg": withEXIF(encode(f, "jpeg", 3, 2), binary.BigEndian, 6), "a.gif": encode(f, "gif", 3, 2),
		"a.webp": webp(3, 2), "a.avif": avif(3, 2, 1), "a.ico": ico(16),
		"a.svg": []byte(`<svg width="3" height="2"/>`), "a.bmp": encode(f, "bmp", 3, 2),
	} {
		f.Add(name, data)
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		w, h, err := media.Size(name, bytes.NewReader(data))
		if (err == nil) != (w > 0 && h > 0) {
			t.Errorf("Size = %d, %d, %v", w, h, err)
		}
	})
}
