package media

import (
	"encoding/binary"
	"errors"
	"io"
)

var errAVIF = errors.New("not an AVIF picture with a size")

// box is one box of an ISO base media file.
type box struct {
	kind string
	data []byte
}

// nextBox cuts the first box off data.
func nextBox(data []byte) (b box, rest []byte, ok bool) {
	if len(data) < 8 {
		return box{}, nil, false
	}
	size, header := uint64(binary.BigEndian.Uint32(data)), uint64(8)
	switch size {
	case 0: // to the end
		size = uint64(len(data))
	case 1:
		if len(data) < 16 {
			return box{}, nil, false
		}
		size, header = binary.BigEndian.Uint64(data[8:]), 16
	}
	if size < header || size > uint64(len(data)) {
		return box{}, nil, false
	}
	return box{string(data[4:8]), data[header:size]}, data[size:], true
}

// boxes returns the boxes in data by kind, the first of each.
func boxes(data []byte) map[string][]byte {
	found := make(map[string][]byte)
	for {
		b, rest, ok := nextBox(data)
		if !ok {
			return found
		}
		if _, twice := found[b.kind]; !twice {
			found[b.kind] = b.data
		}
		data = rest
	}
}

// avifSize returns the size of the primary picture of an AVIF file: its spatial
// extents property, turned when it has a rotation by 90 or 270 degrees.
func avifSize(r io.Reader) (width, height int, err error) {
	meta, err := metaBox(r)
	if err != nil {
		return 0, 0, err
	}
	inner := boxes(meta[4:])
	primary, ok := primaryItem(inner["pitm"])
	if !ok {
		return 0, 0, errAVIF
	}
	props := boxes(inner["iprp"])
	var list []box
	for data := props["ipco"]; ; {
		b, rest, ok := nextBox(data)
		if !ok {
			break
		}
		list = append(list, b)
		data = rest
	}
	turned := false
	for _, i := range associations(props["ipma"], primary) {
		if i < 1 || i > len(list) {
			continue
		}
		switch p := list[i-1]; {
		case p.kind == "ispe" && len(p.data) >= 12:
			w, h := binary.BigEndian.Uint32(p.data[4:]), binary.BigEndian.Uint32(p.data[8:])
			if w > 1<<24 || h > 1<<24 {
				return 0, 0, errAVIF
			}
			width, height = int(w), int(h)
		case p.kind == "irot" && len(p.data) >= 1:
			turned = p.data[0]&1 == 1
		}
	}
	if turned {
		width, height = height, width
	}
	return width, height, nil
}

// metaBox reads up to the meta box at the top of a file and returns its content.
func metaBox(r io.Reader) ([]byte, error) {
	for {
		var header [8]byte
		if _, err := io.ReadFull(r, header[:]); err != nil {
			return nil, errAVIF
		}
		size := int64(binary.BigEndian.Uint32(header[:])) - 8
		if size < 4 || size > maxHeader {
			return nil, errAVIF
		}
		if string(header[4:]) != "meta" {
			if _, err := io.CopyN(io.Discard, r, size); err != nil {
				return nil, errAVIF
			}
			continue
		}
		data, err := io.ReadAll(io.LimitReader(r, size))
		if err != nil || int64(len(data)) != size {
			return nil, errAVIF
		}
		return data, nil
	}
}

// primaryItem returns the id in a pitm box.
func primaryItem(pitm []byte) (uint32, bool) {
	switch {
	case len(pitm) >= 6 && pitm[0] == 0:
		return uint32(binary.BigEndian.Uint16(pitm[4:])), true
	case len(pitm) >= 8 && pitm[0] != 0:
		return binary.BigEndian.Uint32(pitm[4:]), true
	}
	return 0, false
}

// associations returns the 1-based property numbers of an item from an ipma box.
func associations(ipma []byte, item uint32) []int {
	if len(ipma) < 8 {
		return nil
	}
	version, wide := ipma[0], ipma[3]&1 == 1
	count := binary.BigEndian.Uint32(ipma[4:])
	data := ipma[8:]
	for range count {
		var id uint32
		switch {
		case version == 0 && len(data) >= 3:
			id, data = uint32(binary.BigEndian.Uint16(data)), data[2:]
		case version != 0 && len(data) >= 5:
			id, data = binary.BigEndian.Uint32(data), data[4:]
		default:
			return nil
		}
		n, width := int(data[0]), 1
		if wide {
			width = 2
		}
		data = data[1:]
		if len(data) < n*width {
			return nil
		}
		if id == item {
			list := make([]int, n)
			for i := range list {
				// The top bit only says that the property is essential.
				if wide {
					list[i] = int(binary.BigEndian.Uint16(data[2*i:]) & 0x7fff)
				} else {
					list[i] = int(data[i] & 0x7f)
				}
			}
			return list
		}
		data = data[n*width:]
	}
	return nil
}
