package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
)

// errDamaged says that a picture ends where its format wants more, or has
// something that its format does not know.
var errDamaged = errors.New("the file is damaged")

// Strip returns a picture without what nobody sees in it: EXIF, XMP and IPTC data,
// comments, times, and what cameras and editors add for themselves. Pixels,
// colours, animation and the side that is up stay as they are, and no pixel is
// decoded. The format is found from the first bytes; JPEG, PNG, GIF, WebP, AVIF, ICO,
// BMP and SVG are known, and what has another format is returned as it is. The error is
// one of a damaged picture, or of one in which more may hide than can be found.
func Strip(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xd8}):
		return stripJPEG(data)
	case bytes.HasPrefix(data, pngSignature):
		return stripPNG(data)
	case bytes.HasPrefix(data, []byte("GIF8")):
		return stripGIF(data)
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return stripWebP(data)
	case len(data) >= 8 && string(data[4:8]) == "ftyp":
		return stripAVIF(data)
	case bytes.HasPrefix(data, []byte{0, 0, 1, 0}), bytes.HasPrefix(data, []byte{0, 0, 2, 0}):
		return stripICO(data)
	case bytes.HasPrefix(data, []byte("BM")):
		return stripBMP(data)
	case bytes.HasPrefix(bytes.TrimLeft(data, "\xef\xbb\xbf \t\r\n"), []byte("<")):
		return stripSVG(data)
	}
	return data, nil
}

// Markers of JPEG.
const (
	markerTEM = 0x01 // like RST0 to SOI it stands alone
	markerRST = 0xd0
	markerSOI = 0xd8
	markerEOI = 0xd9
	markerSOS = 0xda
	markerAPP = 0xe0
	markerCOM = 0xfe
)

// stripJPEG keeps the segments that a decoder needs, and nothing behind the end of
// the picture: phones put videos there, and second pictures.
func stripJPEG(data []byte) ([]byte, error) {
	out := append(make([]byte, 0, len(data)), data[:2]...)
	turned := false
	for i := 2; ; {
		// Any number of 0xff may stand before a marker.
		start := i
		for i < len(data) && data[i] == 0xff {
			i++
		}
		if i == start || i == len(data) {
			return nil, errDamaged
		}
		marker := data[i]
		i++
		switch {
		case marker == markerEOI:
			return append(out, 0xff, markerEOI), nil
		case marker == markerTEM || markerRST <= marker && marker <= markerSOI:
			out = append(out, 0xff, marker)
			continue
		}
		if i+2 > len(data) {
			return nil, errDamaged
		}
		end := i + int(binary.BigEndian.Uint16(data[i:]))
		if end < i+2 || end > len(data) {
			return nil, errDamaged
		}
		segment := data[i+2 : end]
		if orientation := exifOrientation(segment); marker == markerAPP+1 && orientation > 1 && !turned {
			turned = true
			exif := append([]byte(exifPrefix), orientationTIFF(orientation)...)
			out = append(out, 0xff, marker, 0, byte(len(exif)+2))
			out = append(out, exif...)
		} else if keepsSegment(marker, segment) {
			out = append(out, 0xff, marker)
			out = append(out, data[i:end]...)
		}
		if i = end; marker == markerSOS {
			n := scanLength(data[i:])
			out = append(out, data[i:i+n]...)
			if i += n; i == len(data) {
				return out, nil // cut off, and shown as far as it goes
			}
		}
	}
}

// keepsSegment reports whether a decoder needs a segment: of those for applications
// the plain header, the profile of colours, and how colours are stored.
func keepsSegment(marker byte, segment []byte) bool {
	switch {
	case marker == markerAPP:
		return bytes.HasPrefix(segment, []byte("JFIF\x00"))
	case marker == markerAPP+2:
		return bytes.HasPrefix(segment, []byte("ICC_PROFILE\x00"))
	case marker == markerAPP+14:
		return bytes.HasPrefix(segment, []byte("Adobe"))
	}
	return marker != markerCOM && (marker < markerAPP || marker > markerAPP+15)
}

// scanLength returns how many bytes of compressed pixels stand at the beginning of
// data, up to the next marker that is not among them.
func scanLength(data []byte) int {
	for i := 0; ; {
		next := bytes.IndexByte(data[i:], 0xff)
		if next < 0 || i+next+1 == len(data) {
			return len(data)
		}
		i += next
		if b := data[i+1]; b != 0 && b != 0xff && (b < markerRST || b >= markerSOI) {
			return i
		}
		i++
	}
}

const exifPrefix = "Exif\x00\x00"

// orientationTIFF returns EXIF data that say which side is up, and nothing else.
func orientationTIFF(orientation int) []byte {
	return []byte{
		'M', 'M', 0, '*', 0, 0, 0, 8,
		0, 1, // entry: the orientation, one short number
		0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, byte(orientation), 0, 0,
		0, 0, 0, 0,
	}
}

var pngSignature = []byte("\x89PNG\r\n\x1a\n")

// pngChunks are the chunks besides the critical ones that change what is seen.
var pngChunks = []string{
	"tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "mDCV", "cLLI", "sBIT", "bKGD", "hIST", "pHYs", "sPLT", "acTL", "fcTL", "fdAT",
}

func stripPNG(data []byte) ([]byte, error) {
	out := append(make([]byte, 0, len(data)), pngSignature...)
	for rest := data[len(pngSignature):]; ; {
		const frame = 12 // length, name and checksum
		if len(rest) < frame {
			return nil, errDamaged
		}
		n := int64(binary.BigEndian.Uint32(rest))
		if n > int64(len(rest)-frame) {
			return nil, errDamaged
		}
		chunk := rest[:n+frame]
		rest = rest[n+frame:]
		name := string(chunk[4:8])
		isCritical := name[0]&0x20 == 0
		switch {
		case name == "eXIf":
			if orientation := tiffOrientation(chunk[8 : 8+n]); orientation > 1 {
				out = appendPNGChunk(out, name, orientationTIFF(orientation))
			}
		case isCritical, slices.Contains(pngChunks, name):
			out = append(out, chunk...)
		}
		if name == "IEND" {
			return out, nil
		}
	}
}

func appendPNGChunk(out []byte, name string, data []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
	start := len(out)
	out = append(append(out, name...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
}

// webpChunks are the chunks that change what is seen.
var webpChunks = []string{"VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"}

func stripWebP(data []byte) ([]byte, error) {
	const header = 12
	size := int64(binary.LittleEndian.Uint32(data[4:])) + 8
	if size < header || size > int64(len(data)) {
		return nil, errDamaged
	}
	first := data[header:size]
	if !slices.ContainsFunc(webpChunks[:3], func(name string) bool { return bytes.HasPrefix(first, []byte(name)) }) {
		return nil, errDamaged // what is shown of it, nobody knows
	}
	out := append(make([]byte, 0, len(data)), data[:header]...)
	flags := -1 // where the header of extended pictures says what there is
	turned := false
	for rest := data[header:size]; len(rest) > 0; {
		const frame = 8 // name and length
		if len(rest) < frame {
			return nil, errDamaged
		}
		n := int64(binary.LittleEndian.Uint32(rest[4:]))
		n += n & 1 // padding
		if n > int64(len(rest)-frame) {
			return nil, errDamaged
		}
		chunk := rest[:n+frame]
		rest = rest[n+frame:]
		name := string(chunk[:4])
		switch {
		case name == "EXIF":
			tiff := bytes.TrimPrefix(chunk[frame:], []byte(exifPrefix))
			if orientation := tiffOrientation(tiff); orientation > 1 && !turned {
				turned = true
				least := orientationTIFF(orientation)
				out = binary.LittleEndian.AppendUint32(append(out, name...), uint32(len(least)))
				out = append(out, least...)
			}
		case slices.Contains(webpChunks, name):
			if name == "VP8X" && n > 0 {
				flags = len(out) + frame
			}
			out = append(out, chunk...)
		}
	}
	if flags >= 0 {
		const exif, xmp = 0x08, 0x04
		out[flags] &^= exif | xmp
		if turned {
			out[flags] |= exif
		}
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, nil
}

// gifApplications are the extensions that change what is seen: how often an
// animation is shown, and the profile of colours.
var gifApplications = []string{"NETSCAPE2.0", "ICCRGBG1012"}

func stripGIF(data []byte) ([]byte, error) {
	const header = 13
	if len(data) < header {
		return nil, errDamaged
	}
	i := header + colorTable(data[10])
	if i > len(data) {
		return nil, errDamaged
	}
	out := append(make([]byte, 0, len(data)), data[:i]...)
	for i < len(data) {
		start := i
		keep := true
		switch data[i] {
		case ';':
			return append(out, ';'), nil
		case ',':
			const descriptor = 10
			if i+descriptor > len(data) {
				return nil, errDamaged
			}
			i += descriptor + colorTable(data[i+9]) + 1 // and the size of codes
		case '!':
			if i+3 > len(data) {
				return nil, errDamaged
			}
			label, name := data[i+1], data[i+3:min(len(data), i+14)]
			const control, application = 0xf9, 0xff
			keep = label == control || label == application && slices.Contains(gifApplications, string(name))
			i += 2
		default:
			return nil, errDamaged
		}
		// Blocks of data follow, up to one of no length.
		for {
			if i >= len(data) {
				return nil, errDamaged
			}
			n := int(data[i])
			if i += 1 + n; n == 0 {
				break
			}
		}
		if keep {
			out = append(out, data[start:i]...)
		}
	}
	return nil, errDamaged
}

// colorTable returns how many bytes of colours the flags of a GIF announce.
func colorTable(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}
