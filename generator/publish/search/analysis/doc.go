// Package analysis turns text into the tokens that the search index knows.
//
// Text is read as runs: letters, digits and marks, joined by single connectors
// (. _ - : and apostrophes). A run gives one or more tokens:
//
//	Invoices         invoices
//	billing.export   billing export, and billing.export as a whole
//	sign-on          sign on, and sign-on and signon
//	MaybeUninit      maybeuninit, and maybe uninit
//	v2.14.0          v2.14.0, and 2.14.0 and 2.14
//	ERR_402          err 402, and err_402
//	C++              c++
//	検索エンジン      検索 索エ エン ンジ ジン, and ン
//
// The first ones are primary: they stand at positions of their own, one behind
// the other, so that a phrase can be found. The others are variants and stand
// where the run begins. Scripts that are written without spaces are read in
// bigrams.
//
// Tokens are lower case, without diacritics, in Unicode normalisation form C.
// They are not stemmed: an index of surface forms can be searched by prefix and
// tells an exact match from a related one. [Stem] is for the query's side.
//
// The browser's modules in ../client/src/analysis do the same, token for token; tests hold
// the two together.
package analysis
