package seen

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Path is where the server answers.
const Path = "/v1/seen"

// Options say who may use a server. Either Secret or UserHeader is required.
type Options struct {
	Secret     []byte        // of the tokens that users come with; see [Sign]
	UserHeader string        // the header in which a proxy in front says who the user is
	Origins    []string      // of the pages that may use it, "https://app.example.com"
	Timeout    time.Duration // of the database for one answer, 20 seconds when it is 0
	Now        func() time.Time
	Log        func(error) // what went wrong with the database; never says of whom
}

// Handler answers at [Path]:
//
//	GET     what the user has seen, with an ETag
//	POST    adds a record to it, and answers with all of it
//	DELETE  forgets the user
//
// and at /healthz, as long as the database does.
func Handler(store *Store, opt Options) http.Handler {
	s := &server{store, opt}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Path, s.forUser(s.read))
	mux.HandleFunc("POST "+Path, s.forUser(s.merge))
	mux.HandleFunc("DELETE "+Path, s.forUser(s.forget))
	mux.HandleFunc("OPTIONS "+Path, s.preflight)
	mux.HandleFunc("GET /healthz", s.health)
	return mux
}

// answerTimeout is how long the database may take over one request. It is shorter than a
// server waits with its answer, so that there is one.
const answerTimeout = 20 * time.Second

type server struct {
	store *Store
	opt   Options
}

// allow lets pages of the origins read the answer, and reports whether the request may
// come from where it does.
func (s *server) allow(w http.ResponseWriter, r *http.Request) bool {
	w.Header().Add("Vary", "Origin")
	origin := r.Header.Get("Origin")
	if origin == "" || r.Header.Get("Sec-Fetch-Site") == "same-origin" {
		return true
	}
	if !slices.Contains(s.opt.Origins, origin) {
		return false
	}
	w.Header().Set("Access-Control-Allow-Origin", origin)
	if s.opt.UserHeader != "" {
		w.Header().Set("Access-Control-Allow-Credentials", "true") // a proxy knows the user by a cookie
	}
	return true
}

func (s *server) preflight(w http.ResponseWriter, r *http.Request) {
	if s.allow(w, r) {
		w.Header().Set("Access-Control-Allow-Methods", "GET, POST, DELETE")
		w.Header().Set("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match")
		w.Header().Set("Access-Control-Max-Age", "86400")
	}
	w.WriteHeader(http.StatusNoContent)
}

// forUser answers a request once it is known whose it is.
func (s *server) forUser(answer func(w http.ResponseWriter, r *http.Request, user string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "private, no-cache")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if !s.allow(w, r) {
			fail(w, http.StatusForbidden, "pages of this origin may not use this server")
			return
		}
		w.Header().Set("Access-Control-Expose-Headers", "ETag, Retry-After")
		user, err := s.user(r)
		if err != nil {
			w.Header().Set("WWW-Authenticate", "Bearer")
			fail(w, http.StatusUnauthorized, err.Error())
			return
		}
		answer(w, r, user)
	}
}

func (s *server) user(r *http.Request) (string, error) {
	if s.opt.UserHeader != "" {
		user := r.Header.Values(s.opt.UserHeader)
		if len(user) != 1 {
			return "", errors.New("nobody has said who the user is")
		}
		return user[0], CheckUser(user[0])
	}
	kind, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(kind, "Bearer") {
		return "", errors.New("there is no token")
	}
	return Verify(s.opt.Secret, token, s.opt.Now())
}

// within returns how long the database may take to answer a request.
func (s *server) within(r *http.Request) (context.Context, context.CancelFunc) {
	return context.WithTimeout(r.Context(), cmp.Or(s.opt.Timeout, answerTimeout))
}

func (s *server) read(w http.ResponseWriter, r *http.Request, user string) {
	ctx, stop := s.within(r)
	defer stop()
	record, err := s.store.Read(ctx, user)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	reply(w, r, record)
}

func (s *server) merge(w http.ResponseWriter, r *http.Request, user string) {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBytes))
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			fail(w, http.StatusRequestEntityTooLarge, "the record is too large")
		} else {
			fail(w, http.StatusBadRequest, "the record did not arrive")
		}
		return
	}
	record, err := Parse(data, s.opt.Now())
	if err != nil {
		fail(w, http.StatusBadRequest, err.Error())
		return
	}
	ctx, stop := s.within(r)
	defer stop()
	merged, err := s.store.Merge(ctx, user, record)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	reply(w, r, merged)
}

func (s *server) forget(w http.ResponseWriter, r *http.Request, user string) {
	ctx, stop := s.within(r)
	defer stop()
	if _, err := s.store.Forget(ctx, user); err != nil {
		s.failed(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *server) health(w http.ResponseWriter, r *http.Request) {
	ctx, stop := s.within(r)
	defer stop()
	if err := s.store.readers.PingContext(ctx); err != nil {
		s.failed(w, r, err)
		return
	}
	_, _ = io.WriteString(w, "ok\n") // who does not wait for it does not need it
}

// reply sends a record, unless the browser has the same.
func reply(w http.ResponseWriter, r *http.Request, record Record) {
	data, err := json.Marshal(record)
	if err != nil {
		fail(w, http.StatusInternalServerError, "the record cannot be written")
		return
	}
	digest := sha256.Sum256(data)
	tag := `"` + hex.EncodeToString(digest[:12]) + `"`
	w.Header().Set("ETag", tag)
	// A proxy that compresses marks the tag as weak.
	if r.Method == http.MethodGet && strings.TrimPrefix(r.Header.Get("If-None-Match"), "W/") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(data) // a device that is gone sends it again
}

// failed says that the database does not do what it should.
func (s *server) failed(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // nobody waits for the answer
	}
	if s.opt.Log != nil {
		s.opt.Log(err)
	}
	w.Header().Set("Retry-After", "5")
	fail(w, http.StatusServiceUnavailable, "the database does not answer; please try again")
}

func fail(w http.ResponseWriter, status int, text string) {
	data, err := json.Marshal(map[string]string{"error": text})
	if err != nil {
		data = []byte(`{}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(data) // there is nobody else to tell
}
