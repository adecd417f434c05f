package firewall

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"wederhoor/internal/api"
)

// machines lets the programs of the shop, of another shop and of the trustmark ask all that the API tells, and gives the
// answers by address. What a webhook tells of a case is what the API tells of it.
func (s *scene) machines(t *testing.T) map[string]map[string]string {
	t.Helper()
	if err := s.w.House.Hooks.Round(t.Context()); err != nil { // takes in what happened
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	for who, member := range map[string]string{theShop: "1001", otherShop: "1002", public: ""} {
		if s.tokens[who] == "" {
			token, err := s.w.House.Tokens.Create(t.Context(), who, member, []api.Scope{api.CasesRead, api.MembersRead})
			if err != nil {
				t.Fatal(err)
			}
			s.tokens[who] = token
		}
		out[who] = map[string]string{}
		for _, path := range []string{"/", "/openapi.json", "/cases", "/cases/" + s.c.Reference, "/members", "/members/1001", "/webhooks"} {
			out[who][path] = s.asks(t, s.tokens[who], api.Prefix+path)
		}
	}
	for who, sees := range map[string]bool{theShop: true, otherShop: false, public: true} {
		if got := strings.Contains(out[who]["/cases"], s.c.Reference); got != sees {
			t.Errorf("the program of %s is told of the case: %t, want %t", who, got, sees)
		}
	}
	return out
}

func (s *scene) asks(t *testing.T, token, path string) string {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody)
	r.Header.Set("Authorization", "Bearer "+token)
	r.RemoteAddr = "192.0.2.77:1"
	rec := httptest.NewRecorder()
	s.w.Site.ServeHTTP(rec, r)
	if rec.Code >= http.StatusInternalServerError || strings.HasSuffix(path, "/cases") && rec.Code != http.StatusOK {
		t.Errorf("%s gives %d", path, rec.Code)
	}
	return rec.Body.String()
}
