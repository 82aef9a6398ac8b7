package media

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// stripICO writes the pictures of an icon one behind the other, those that are PNG
// without what nobody sees, and nothing between and behind them.
func stripICO(data []byte) ([]byte, error) {
	const header, entry, sizeAt, offsetAt = 6, 16, 8, 12
	if len(data) < header {
		return nil, errDamaged
	}
	count := int(binary.LittleEndian.Uint16(data[4:]))
	start := header + count*entry
	if start > len(data) {
		return nil, errDamaged
	}
	out := append(make([]byte, 0, len(data)), data[:start]...)
	room := len(data) - start // no part of the file is two pictures
	for at := header; at < start; at += entry {
		size, offset := uint64(binary.LittleEndian.Uint32(data[at+sizeAt:])), uint64(binary.LittleEndian.Uint32(data[at+offsetAt:]))
		if size == 0 {
			binary.LittleEndian.PutUint32(out[at+offsetAt:], 0)
			continue
		}
		if offset < uint64(start) || offset+size > uint64(len(data)) || size > uint64(room) {
			return nil, errDamaged
		}
		room -= int(size)
		picture := data[offset:][:size]
		if bytes.HasPrefix(picture, pngSignature) {
			var err error
			if picture, err = stripPNG(picture); err != nil {
				return nil, err
			}
		}
		binary.LittleEndian.PutUint32(out[at+sizeAt:], uint32(len(picture)))
		binary.LittleEndian.PutUint32(out[at+offsetAt:], uint32(len(out)))
		out = append(out, picture...)
	}
	return out, nil
}

// stripBMP overwrites what stands between the parts of a picture, and leaves out
// what stands behind it. The name of a file with a profile of colours goes as well.
func stripBMP(data []byte) ([]byte, error) {
	const fileHeader, coreHeader, infoHeader, profileHeader = 14, 12, 40, 124
	if len(data) < fileHeader+coreHeader {
		return nil, errDamaged
	}
	word := func(at int) int64 { return int64(binary.LittleEndian.Uint32(data[at:])) }
	pixels, header := word(10), word(14)
	if header < coreHeader || fileHeader+header > int64(len(data)) || pixels > int64(len(data)) {
		return nil, errDamaged
	}
	end := int64(len(data)) // of what is seen
	before := pixels        // what stands between here and the pixels is not seen
	out := bytes.Clone(data)
	clear(out[6:10]) // for programs
	if header >= infoHeader {
		width, height := int64(int32(word(18))), int64(int32(word(22)))
		bits, compression, size, colours := int64(binary.LittleEndian.Uint16(data[28:])), word(30), word(34), word(46)
		const rgb, bitFields, alphaBitFields = 0, 3, 6
		if colours == 0 && bits <= 8 {
			colours = 1 << bits
		}
		before = fileHeader + header + 4*colours
		if header == infoHeader && compression == bitFields {
			before += 12
		} else if header == infoHeader && compression == alphaBitFields {
			before += 16
		}
		switch compression {
		case rgb, bitFields, alphaBitFields:
			if height = max(height, -height); width > 1<<24 || height > 1<<24 {
				return nil, errDamaged
			}
			size = (max(width, 0)*bits + 31) / 32 * 4 * height
		}
		if size > 0 {
			end = min(end, pixels+size)
		}
		if header >= profileHeader {
			const linked, embedded, inWindows = "KNIL", "DEBM", " niW"
			kind, profile, length := string(data[70:74]), fileHeader+word(126), word(130)
			switch {
			case kind == linked:
				copy(out[70:], inWindows)
				clear(out[126:134])
			case kind == embedded && length > 0 && profile >= end && profile+length <= int64(len(data)):
				clear(out[end:profile])
				end = profile + length
			case kind == embedded && length > 0 && profile < end:
				before = pixels // it may stand there
			}
		}
	}
	if before < pixels {
		clear(out[before:pixels])
	}
	out = out[:max(end, pixels)]
	binary.LittleEndian.PutUint32(out[2:], uint32(len(out)))
	return slices.Clip(out), nil
}
