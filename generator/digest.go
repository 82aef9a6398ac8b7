package generator

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"reflect"

	"headsup/generator/view"
)

// digester makes digests in memory that it uses again. It is for one goroutine.
type digester struct {
	salt []byte // what all views have in common
	data []byte
}

// of identifies a view, with other facts that it is made of, and nothing else. The site
// that all views share is in the salt.
func (d *digester) of(v view.View, facts ...string) string {
	v.Site = nil
	d.data = appendValue(append(d.data[:0], d.salt...), reflect.ValueOf(v))
	d.data = appendValue(d.data, reflect.ValueOf(facts))
	sum := sha256.Sum256(d.data)
	return hex.EncodeToString(sum[:16])
}

// appendValue appends a value to b in a form that two values of one type share
// only if they are equal; an empty list is equal to none. It takes the kinds that
// views are made of.
func appendValue(b []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.String:
		s := v.String()
		return append(binary.AppendUvarint(b, uint64(len(s))), s...)
	case reflect.Int:
		return binary.AppendVarint(b, v.Int())
	case reflect.Bool:
		if v.Bool() {
			return append(b, 1)
		}
		return append(b, 0)
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, 0)
		}
		return appendValue(append(b, 1), v.Elem())
	case reflect.Slice:
		b = binary.AppendUvarint(b, uint64(v.Len()))
		for i := range v.Len() {
			b = appendValue(b, v.Index(i))
		}
		return b
	case reflect.Struct:
		for i := range v.NumField() {
			b = appendValue(b, v.Field(i))
		}
		return b
	}
	panic(fmt.Sprintf("a view holds a %s, which has no digest", v.Type()))
}
