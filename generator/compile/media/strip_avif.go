package media

import (
	"bytes"
	"errors"
	"slices"
)

// errUnknownForm says that a picture may have something hidden where this program
// does not look.
var errUnknownForm = errors.New("the file is built in a way that headsup does not know")

// mostExtents bounds how many parts of items are compared with each other.
const mostExtents = 1 << 10

// stripAVIF overwrites what nobody sees, and moves nothing: the file says in many
// places how far from its beginning something is.
func stripAVIF(data []byte) ([]byte, error) {
	out := bytes.Clone(data)
	err := eachBox(out, func(kind string, header, body []byte) error {
		switch kind {
		case "ftyp", "styp", "mdat", "moof", "mfra", "sidx", "pdin":
			return nil
		case "meta":
			return stripItems(out, body)
		case "moov":
			return stripTracks(body)
		case "mini":
			return errUnknownForm
		}
		free(header, body)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// eachBox calls do with the boxes of which data consist.
func eachBox(data []byte, do func(kind string, header, body []byte) error) error {
	for len(data) > 0 {
		b, rest, ok := nextBox(data)
		if !ok {
			return errDamaged
		}
		header := data[:len(data)-len(rest)-len(b.data)]
		if err := do(b.kind, header, b.data); err != nil {
			return err
		}
		data = rest
	}
	return nil
}

// free makes a box one that has nothing.
func free(header, body []byte) {
	copy(header[4:], "free")
	clear(body)
}

// stripTracks overwrites the times and texts of the tracks of an animation.
func stripTracks(body []byte) error {
	return eachBox(body, func(kind string, header, body []byte) error {
		switch kind {
		case "trak", "mdia":
			return stripTracks(body)
		case "mvhd", "tkhd", "mdhd":
			const flags, times, longTimes = 4, 8, 16 // bytes
			n := times
			if len(body) > 0 && body[0] == 1 {
				n = longTimes
			}
			if len(body) < flags+n {
				return errDamaged
			}
			clear(body[flags:][:n])
		case "udta", "uuid", "meta", "free", "skip":
			free(header, body)
		}
		return nil
	})
}

// extent is where a part of an item stands.
type extent struct{ start, end uint64 }

// stripItems overwrites the items of a meta box that are no picture, and the
// properties that say who made it and when.
func stripItems(file, meta []byte) error {
	if len(meta) < 4 {
		return errDamaged
	}
	var infos, locations, own []byte
	err := eachBox(meta[4:], func(kind string, header, body []byte) error {
		switch kind {
		case "iinf":
			infos = body
		case "iloc":
			locations = body
		case "idat":
			own = body
		case "iprp":
			return stripProperties(body)
		case "uuid", "udta", "xml ", "bxml", "free", "skip":
			free(header, body)
		}
		return nil
	})
	if err != nil {
		return err
	}
	hidden, err := hiddenItems(infos)
	if err != nil || len(hidden) == 0 {
		return err
	}
	// By where they count from: 0 the file, 1 the box idat.
	var seen, gone [2][]extent
	found := 0
	if err := eachItem(locations, func(item uint32, from int, parts []extent) error {
		if from > 1 {
			if hidden[item] != "" {
				return errUnknownForm
			}
			return nil
		}
		if found += len(parts); found > mostExtents {
			return errUnknownForm
		}
		if hidden[item] == "" {
			seen[from] = append(seen[from], parts...)
			return nil
		}
		gone[from] = append(gone[from], parts...)
		return nil
	}); err != nil {
		return err
	}
	for from, space := range [][]byte{file, own} {
		for _, part := range gone[from] {
			overlaps := slices.ContainsFunc(seen[from], func(s extent) bool { return s.start < part.end && part.start < s.end })
			if overlaps || part.end > uint64(len(space)) {
				return errDamaged
			}
		}
	}
	for from, space := range [][]byte{file, own} {
		for _, part := range gone[from] {
			blankItem(space[part.start:part.end])
		}
	}
	return nil
}

// blankItem overwrites what hides in a picture by EXIF data without an entry. The
// side that is up is a property of an AVIF.
func blankItem(data []byte) {
	clear(data)
	if nothing := []byte{0, 0, 0, 0, 'M', 'M', 0, '*', 0, 0, 0, 8, 0, 0, 0, 0, 0, 0}; len(data) >= len(nothing) {
		copy(data, nothing)
	}
}

// stripProperties overwrites descriptions and times.
func stripProperties(iprp []byte) error {
	return eachBox(iprp, func(kind string, _, body []byte) error {
		if kind != "ipco" {
			return nil
		}
		return eachBox(body, func(kind string, header, body []byte) error {
			switch kind {
			case "udes", "crtt", "mdft", "uuid", "free", "skip":
				free(header, body)
			}
			return nil
		})
	})
}

// hiddenItems returns the types of the items that are no picture, by their ids.
func hiddenItems(iinf []byte) (map[uint32]string, error) {
	if len(iinf) == 0 {
		return nil, nil
	}
	skip := 6 // version, flags and a count
	if iinf[0] > 0 {
		skip = 8
	}
	if len(iinf) < skip {
		return nil, errDamaged
	}
	hidden := map[uint32]string{}
	err := eachBox(iinf[skip:], func(kind string, _, infe []byte) error {
		if kind != "infe" {
			return nil
		}
		if len(infe) < 4 || infe[0] != 2 && infe[0] != 3 {
			return errUnknownForm
		}
		id, rest := readUint(infe[4:], 2*int(infe[0]-1))
		if len(rest) < 6 {
			return errDamaged
		}
		switch kind := string(rest[2:6]); kind {
		case "Exif", "mime", "uri ":
			hidden[uint32(id)] = kind
		}
		return nil
	})
	return hidden, err
}

// readUint reads a number of some bytes from the beginning of data, and returns the
// rest: nil when there is less.
func readUint(data []byte, size int) (n uint64, rest []byte) {
	if len(data) < size {
		return 0, nil
	}
	for _, b := range data[:size] {
		n = n<<8 | uint64(b)
	}
	return n, data[size:]
}

// eachItem calls do with the items of an iloc box: what they count from, and where
// their parts are.
func eachItem(iloc []byte, do func(item uint32, from int, parts []extent) error) error {
	if len(iloc) < 8 || iloc[0] > 2 {
		return errDamaged
	}
	version := iloc[0]
	offsetSize, lengthSize, baseSize, indexSize := int(iloc[4]>>4), int(iloc[4]&15), int(iloc[5]>>4), int(iloc[5]&15)
	idSize := 2
	if version == 2 {
		idSize = 4
	}
	if version == 0 {
		indexSize = 0
	}
	if max(offsetSize, lengthSize, baseSize, indexSize) > 8 {
		return errDamaged
	}
	count, data := readUint(iloc[6:], idSize)
	read := func(size int) (n uint64) {
		if data == nil {
			return 0
		}
		n, data = readUint(data, size)
		return n
	}
	for ; count > 0; count-- {
		item, from := uint32(read(idSize)), 0
		if version > 0 {
			from = int(read(2) & 15)
		}
		elsewhere, base := read(2), read(baseSize)
		var parts []extent
		for range read(2) {
			read(indexSize)
			start, length := base+read(offsetSize), read(lengthSize)
			if data == nil || len(parts) == mostExtents || start < base || start+length < start {
				return errDamaged
			}
			parts = append(parts, extent{start, start + length})
		}
		if data == nil {
			return errDamaged
		}
		if elsewhere != 0 || slices.ContainsFunc(parts, func(p extent) bool { return p.start == p.end }) {
			from = 2 // in another file, or all that there is
		}
		if err := do(item, from, parts); err != nil {
			return err
		}
	}
	return nil
}
