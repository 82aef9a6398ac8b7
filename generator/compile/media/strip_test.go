package media_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"reflect"
	"strings"
	"testing"

	"headsup/generator/compile/media"
)

const hidden = "zqsecret"

// jpegSegment is a segment of a JPEG.
func jpegSegment(marker byte, body string) []byte {
	b := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2))
	return append(b, body...)
}

func pngChunk(name, body string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, name...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func riffChunk(name, body string) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(body)))
	b = append(b, body...)
	return append(b, make([]byte, len(body)%2)...)
}

func gifExtension(label byte, blocks ...string) []byte {
	b := []byte{'!', label}
	for _, block := range blocks {
		b = append(append(b, byte(len(block))), block...)
	}
	return append(b, 0)
}

// insert puts parts into data at an offset.
func insert(data []byte, at int, parts ...[]byte) []byte {
	return bytes.Join([][]byte{data[:at], bytes.Join(parts, nil), data[at:]}, nil)
}

// exif is EXIF data with a text and an orientation.
func exif(orientation uint16) string {
	order := binary.LittleEndian
	b := order.AppendUint32([]byte("II*\x00"), 8)
	b = order.AppendUint16(b, 2)
	b = append(b, entry(order, 0x0112, 3, orientation)...)
	b = order.AppendUint16(order.AppendUint16(b, 0x010e), 2)
	b = order.AppendUint32(order.AppendUint32(b, uint32(len(hidden))), 38)
	return string(order.AppendUint32(b, 0)) + hidden
}

// lossless is a WebP of one pixel by cwebp.
func lossless(t testing.TB) []byte {
	data, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func extended(t testing.TB, parts ...[]byte) []byte {
	body := riffChunk("VP8X", string([]byte{0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0}))
	body = append(body, riffChunk("ICCP", "colours!")...)
	body = append(body, lossless(t)[12:]...)
	body = append(body, bytes.Join(parts, nil)...)
	b := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body)+4))
	return append(append(b, "WEBP"...), body...)
}

func animation(t testing.TB) []byte {
	var b bytes.Buffer
	palette := color.Palette{color.Transparent, color.Black, color.White}
	g := gif.GIF{LoopCount: 3, Config: image.Config{ColorModel: palette, Width: 3, Height: 2}}
	for i := range 2 {
		frame := image.NewPaletted(image.Rect(0, 0, 3, 2), palette)
		frame.Pix[i] = 2
		g.Image, g.Delay, g.Disposal = append(g.Image, frame), append(g.Delay, 10+i), append(g.Disposal, gif.DisposalBackground)
	}
	if err := gif.EncodeAll(&b, &g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func hiding(t testing.TB) map[string][]byte {
	jpg, png := encode(t, "jpeg", 3, 2), encode(t, "png", 3, 2)
	loop := animation(t)
	const gifHeader = 13
	return map[string][]byte{
		"jpeg": append(insert(jpg, 2,
			jpegSegment(0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
			jpegSegment(0xe0, "JFXX\x00"+hidden),
			jpegSegment(0xe1, "Exif\x00\x00"+exif(6)),
			jpegSegment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+hidden),
			jpegSegment(0xe2, "ICC_PROFILE\x00\x01\x01colours!"),
			jpegSegment(0xe2, "MPF\x00"+hidden),
			jpegSegment(0xed, "Photoshop 3.0\x00"+hidden),
			jpegSegment(0xef, hidden),
			jpegSegment(0xfe, hidden),
		), hidden...),
		"jpeg, cut off": insert(jpg, 2, jpegSegment(0xfe, hidden))[:len(jpg)+6+len(hidden)-4],
		"png": append(insert(png, 33,
			pngChunk("iCCP", "colours!"), pngChunk("tEXt", "Author\x00"+hidden), pngChunk("zTXt", hidden), pngChunk("iTXt", hidden),
			pngChunk("eXIf", exif(3)), pngChunk("tIME", hidden), pngChunk("pHYs", "123456789"), pngChunk("prVt", hidden),
		), hidden...),
		"gif": append(insert(loop, gifHeader+3<<(loop[10]&7+1),
			gifExtension(0xfe, hidden, hidden), gifExtension(0xff, "XMP DataXMP", hidden), gifExtension(0x01, "123456789012", hidden),
			gifExtension(0xff, "ICCRGBG1012", "colours!"),
		), hidden...),
		"webp":           extended(t, riffChunk("EXIF", exif(1)), riffChunk("XMP ", hidden), riffChunk("abcd", hidden+"x")),
		"webp, turned":   append(extended(t, riffChunk("EXIF", "Exif\x00\x00"+exif(8)), riffChunk("XMP ", hidden)), hidden...),
		"webp, ordinary": append(lossless(t), hidden...),
		"avif":           hidingAVIF(0),
		"avif, idat":     hidingAVIF(1),
		"ico":            hidingICO(t),
		"bmp":            hidingBMP(t),
		"bmp, linked":    linkedBMP(t),
	}
}

// hidingAVIF is a picture of which EXIF and XMP data, what describes it, the times of
// its animation and boxes of programs can be read; the data of items are in the file
// (0) or in the box idat (1).
func hidingAVIF(method byte) []byte {
	const exifData, pixels = "\x00\x00\x00\x06Exif\x00\x00MM\x00*" + hidden + hidden, "colours!"
	items := []string{exifData, pixels, hidden}
	infe := func(id byte, kind string) []byte {
		return mp4Box("infe", []byte{2, 0, 0, 0, 0, id, 0, 0}, []byte(kind+"\x00application/rdf+xml\x00"))
	}
	make := func(offset uint32) []byte {
		iloc := []byte{1, 0, 0, 0, 0x44, 0, 0, 3}
		for i, item := range items {
			iloc = append(iloc, 0, byte(i+1), 0, method, 0, 0, 0, 1)
			iloc = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(iloc, offset), uint32(len(item)))
			offset += uint32(len(item))
		}
		var idat []byte
		if method == 1 {
			idat = mp4Box("idat", []byte(exifData+pixels+hidden))
		}
		plain := avif(3, 2, 0)
		size := binary.BigEndian.Uint32(plain)
		meta := mp4Box("meta", plain[size+8:], idat,
			mp4Box("iinf", []byte{0, 0, 0, 0, 0, 3}, infe(1, "Exif"), infe(2, "av01"), infe(3, "mime")),
			mp4Box("iloc", iloc), mp4Box("iprp", mp4Box("ipco", mp4Box("udes", []byte(hidden)))), mp4Box("uuid", []byte(hidden)))
		movie := mp4Box("moov", mp4Box("mvhd", []byte("\x00\x00\x00\x00"+hidden)), mp4Box("udta", []byte(hidden)),
			mp4Box("trak", mp4Box("tkhd", []byte("\x01\x00\x00\x00"+hidden+hidden)),
				mp4Box("mdia", mp4Box("mdhd", []byte("\x00\x00\x00\x00"+hidden)))))
		return bytes.Join([][]byte{plain[:size], meta, movie, mp4Box("free", []byte(hidden)), mp4Box("mdat")}, nil)
	}
	if method == 1 {
		return make(0)
	}
	file := make(0)
	file = make(uint32(len(file)))
	end := len(file)
	file = append(file, exifData+pixels+hidden...)
	binary.BigEndian.PutUint32(file[end-8:], uint32(len(file)-end+8))
	return file
}

// hidingICO is an icon with a picture that says something, and text around it.
func hidingICO(t testing.TB) []byte {
	png := insert(encode(t, "png", 16, 16), 33, pngChunk("iCCP", "colours!"), pngChunk("tEXt", "Author\x00"+hidden))
	file := ico(16)
	binary.LittleEndian.PutUint32(file[14:], uint32(len(png)))
	binary.LittleEndian.PutUint32(file[18:], uint32(len(file)+len(hidden)))
	return bytes.Join([][]byte{file, []byte(hidden), png, []byte(hidden)}, nil)
}

// hidingBMP is a picture with text before and behind the pixels.
func hidingBMP(t testing.TB) []byte {
	plain := encode(t, "bmp", 3, 2)
	pixels := binary.LittleEndian.Uint32(plain[10:])
	file := insert(plain, int(pixels), []byte(hidden))
	binary.LittleEndian.PutUint32(file[10:], pixels+uint32(len(hidden)))
	return append(file, hidden...)
}

// linkedBMP is a picture that names a file with its profile of colours.
func linkedBMP(t testing.TB) []byte {
	const before, after = 40, 124 // bytes of the header
	plain := encode(t, "bmp", 3, 2)
	file := append(insert(plain, 14+before, make([]byte, after-before)), hidden...)
	binary.LittleEndian.PutUint32(file[10:], binary.LittleEndian.Uint32(plain[10:])+after-before)
	binary.LittleEndian.PutUint32(file[14:], after)
	copy(file[70:], "KNIL")
	binary.LittleEndian.PutUint32(file[126:], uint32(len(plain)+after-before-14))
	binary.LittleEndian.PutUint32(file[130:], uint32(len(hidden)))
	return file
}

// What nobody sees is gone, and all that is seen is there.
func TestStrip(t *testing.T) {
	for name, data := range hiding(t) {
		got, err := media.Strip(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if bytes.Contains(got, []byte(hidden)) {
			t.Errorf("%s: %q is still there", name, hidden)
		}
		if name != "jpeg, cut off" && name != "webp, ordinary" && !strings.HasPrefix(name, "bmp") &&
			!bytes.Contains(got, []byte("colours!")) {
			t.Errorf("%s: the profile of colours is gone", name)
		}
		if again, err := media.Strip(got); err != nil || !bytes.Equal(again, got) {
			t.Errorf("%s: what was stripped is changed again: %v", name, err)
		}
		if strings.HasPrefix(name, "bmp") {
			// Browsers read what golang.org/x/image does not.
			plain := encode(t, "bmp", 3, 2)
			if !bytes.HasSuffix(got, plain[binary.LittleEndian.Uint32(plain[10:]):]) {
				t.Errorf("%s: other pixels", name)
			}
			continue
		}
		w, h, err := media.Size(name, bytes.NewReader(data))
		if w2, h2, err2 := media.Size(name, bytes.NewReader(got)); w != w2 || h != h2 || err != nil || err2 != nil {
			t.Errorf("%s: %d by %d becomes %d by %d (%v, %v)", name, w, h, w2, h2, err, err2)
		}
		if name == "png" {
			// The standard library reads no colour profile without a checksum of its own.
			data = bytes.Replace(data, pngChunk("iCCP", "colours!"), nil, 1)
		}
		if strings.HasPrefix(name, "avif") || name == "ico" {
			continue // nothing here reads their pixels
		}
		want, _, err := image.Decode(bytes.NewReader(data))
		have, _, err2 := image.Decode(bytes.NewReader(got))
		if !reflect.DeepEqual(have, want) || (err == nil) != (err2 == nil) || err != nil && name != "jpeg, cut off" {
			t.Errorf("%s: other pixels (%v, %v)", name, err, err2)
		}
		orientation := map[string]byte{"jpeg": 6, "png": 3, "webp, turned": 8}[name]
		least := []byte{0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation}
		if bytes.Contains(got, least) != (orientation > 0) || bytes.Contains(got, []byte("MM\x00*")) != (orientation > 0) {
			t.Errorf("%s: the side that is up is not kept: %q", name, got)
		}
	}
}

// An animation goes on as it did.
func TestStripAnimation(t *testing.T) {
	data := hiding(t)["gif"]
	got, err := media.Strip(data)
	if err != nil {
		t.Fatal(err)
	}
	want, err := gif.DecodeAll(bytes.NewReader(data))
	have, err2 := gif.DecodeAll(bytes.NewReader(got))
	if err != nil || err2 != nil || !reflect.DeepEqual(have, want) || have.LoopCount != 3 {
		t.Errorf("got %+v (%v), want %+v (%v)", have, err2, want, err)
	}
}

// Pictures that have nothing to hide keep their bytes.
func TestStripNothing(t *testing.T) {
	for name, data := range map[string][]byte{
		"png": encode(t, "png", 3, 2), "jpeg": encode(t, "jpeg", 3, 2), "gif": animation(t), "webp": lossless(t),
		"bmp": encode(t, "bmp", 3, 2), "avif": avif(3, 2, 1), "ico": ico(16), "text": []byte("not a picture"), "nothing": nil,
	} {
		if got, err := media.Strip(data); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

// A picture that ends early is an error, or is stripped as far as it goes.
func TestStripDamaged(t *testing.T) {
	for name, data := range hiding(t) {
		for n := range data {
			if got, err := media.Strip(data[:n]); err == nil && n > 30 && bytes.Contains(got, []byte(hidden)) {
				t.Errorf("%s: %d bytes keep what is hidden", name, n)
			}
		}
	}
	for name, data := range map[string]string{
		"segment": "\xff\xd8\xff\xe1\x00\x01", "no marker": "\xff\xd8x", "chunk": "\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT1234",
		"icon": "\x00\x00\x01\x00\x02\x00", "bitmap": "BM", "box": "\x00\x00\x00\x08ftyp\x00\x00\x00\xffmeta",
		"an icon that is one picture twice": "\x00\x00\x01\x00\x02\x00" +
			strings.Repeat("12345678\x04\x00\x00\x00\x26\x00\x00\x00", 2) + "1234",
		"a small AVIF": "\x00\x00\x00\x08ftyp\x00\x00\x00\x08mini",
		"riff":         "RIFF\xff\xff\xff\x7fWEBPVP8 ", "gif": "GIF89a1234\x0034x;", "colours": "GIF89a1234\x8034",
	} {
		if got, err := media.Strip([]byte(data)); err == nil {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func FuzzStrip(f *testing.F) {
	for _, data := range hiding(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		before := bytes.Clone(data)
		got, err := media.Strip(data)
		if !bytes.Equal(data, before) {
			t.Error("the data were changed")
		}
		if err != nil {
			return
		}
		again, err := media.Strip(got)
		if err != nil || !bytes.Equal(got, again) {
			t.Errorf("stripped twice: %q, then %q, %v", got, again, err)
		}
		want, _, err := image.DecodeConfig(bytes.NewReader(data))
		have, _, err2 := image.DecodeConfig(bytes.NewReader(got))
		if err == nil && (err2 != nil || have.Width != want.Width || have.Height != want.Height) {
			t.Errorf("the size was %+v and is %+v, %v", want, have, err2)
		}
	})
}
