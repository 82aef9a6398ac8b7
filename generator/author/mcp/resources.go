package mcp

import (
	"context"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"headsup/generator/link"
)

const markdownType = "text/markdown"

func uriOf(p *link.Page) string { return resourcePrefix + p.Path }

// addResources adds the pages: a template for all of them, and a list that is made when
// somebody asks for it.
func (s *Server) addResources() {
	s.server.AddResourceTemplate(&sdk.ResourceTemplate{
		Name: "page", Title: "A page of the site", URITemplate: resourcePrefix + "{+path}", MIMEType: markdownType,
		Description: "A page as Markdown, by its path on the site.",
	}, s.readResource)
	s.server.AddReceivingMiddleware(func(next sdk.MethodHandler) sdk.MethodHandler {
		return func(ctx context.Context, method string, req sdk.Request) (sdk.Result, error) {
			if method == "resources/list" {
				if err := s.Changed(ctx); err != nil {
					return nil, err
				}
			}
			return next(ctx, method, req)
		}
	})
}

// Changed brings the list of resources to the pages of now, and tells clients when it has
// changed.
func (s *Server) Changed(ctx context.Context) error {
	return s.source.Use(ctx, func(site *Site) error {
		s.listing.Lock()
		defer s.listing.Unlock()
		now := map[string]sdk.Resource{}
		for _, p := range shown(site) {
			uri := uriOf(p)
			now[uri] = sdk.Resource{
				URI: uri, Name: p.EditionID(), Title: p.Title, Description: p.Summary(), MIMEType: markdownType,
			}
		}
		var gone []string
		for uri := range s.listed {
			if _, ok := now[uri]; !ok {
				gone = append(gone, uri)
			}
		}
		if len(gone) > 0 {
			s.server.RemoveResources(gone...)
		}
		for uri, r := range now {
			if before, ok := s.listed[uri]; !ok || before.Title != r.Title || before.Description != r.Description || before.Name != r.Name {
				s.server.AddResource(&r, s.readResource)
			}
		}
		s.listed = now
		return nil
	})
}

// readResource returns the Markdown form of a page. What of it customers may be told, the
// tool read says.
func (s *Server) readResource(ctx context.Context, req *sdk.ReadResourceRequest) (*sdk.ReadResourceResult, error) {
	var text string
	err := s.source.Use(ctx, func(site *Site) error {
		p, _, err := find(site, req.Params.URI)
		if err != nil {
			return sdk.ResourceNotFoundError(req.Params.URI)
		}
		m, err := markdownOf(site, p)
		if err != nil {
			return err
		}
		if text = m.text; !site.Public {
			text = marked(m)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &sdk.ReadResourceResult{Contents: []*sdk.ResourceContents{{URI: req.Params.URI, MIMEType: markdownType, Text: text}}}, nil
}

// The marks between passages of a resource, which is text and nothing else.
const (
	internalMark = "<!-- for colleagues only, until the next mark -->\n"
	publicMark   = "<!-- customers can read this, until the next mark -->\n"
)

// marked puts a mark before each passage.
func marked(m markdown) (text string) {
	for _, p := range passages(m.text, m.customers) {
		mark := internalMark
		if p.Public {
			mark = publicMark
		}
		text += mark + p.Markdown
	}
	return text
}
