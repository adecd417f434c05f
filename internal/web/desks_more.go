package web

import (
	"net/http"
	"strconv"
	"strings"

	"wederhoor/internal/fault"
	"wederhoor/internal/registry"
	"wederhoor/internal/store/db"
	"wederhoor/internal/text"
)

// mostTitle bounds the name of a saved reply, in characters.
const mostTitle = 80

// starters is how many saved replies are offered to begin with.
const starters = 5

// replies are the saved replies with the one that is being edited; a new one has no id.
type replies struct {
	All  []registry.SavedReply
	Edit registry.SavedReply
}

func (d *staffDesk) replies() (replies, error) {
	all, err := d.app.Clerk.SavedReplies(d.Context(), d.viewer)
	if err != nil {
		return replies{}, err
	}
	k := replies{All: all}
	id := d.PathValue("id")
	for _, r := range all {
		if r.ID == id {
			k.Edit = r
		}
	}
	if id != "" && k.Edit.ID == "" {
		return k, fault.New(fault.NotFound)
	}
	return k, nil
}

func savedListShow(d *staffDesk) error {
	k, err := d.replies()
	if err != nil {
		return err
	}
	return d.render(http.StatusOK, savedListPage(d, k))
}

func savedShow(d *staffDesk) error {
	k, err := d.replies()
	if err != nil {
		return err
	}
	if d.form == nil {
		d.form = &form{q: d.request, values: map[string][]string{"title": {k.Edit.Title}, "nl": {k.Edit.Dutch}, "en": {k.Edit.English}}}
	}
	return d.render(http.StatusOK, savedPage(d, k))
}

// savedPost keeps a new saved reply, or a changed one.
func savedPost(d *staffDesk) error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	k, err := d.replies()
	if err != nil {
		return err
	}
	r := registry.SavedReply{
		ID: k.Edit.ID, Title: f.line("title", mostTitle, "err.reply.title"),
		Dutch: f.words("nl", mostWords, "err.reply.text"), English: f.words("en", mostWords, ""),
	}
	if f.ok() {
		ok, err := d.acted(d.app.Clerk.KeepReply(d.Context(), d.viewer, r))
		if err != nil {
			return err
		}
		if ok {
			return d.done("/staf/antwoorden", "reply_kept")
		}
	}
	if k.Edit.ID == "" {
		return d.render(http.StatusUnprocessableEntity, savedListPage(d, k))
	}
	return d.render(http.StatusUnprocessableEntity, savedPage(d, k))
}

// startersPost adds the texts to begin with, while there are none.
func startersPost(d *staffDesk) error {
	k, err := d.replies()
	if err != nil {
		return err
	}
	for i := 1; i <= starters && len(k.All) == 0; i++ {
		key := "reply.start." + strconv.Itoa(i)
		err := d.app.Clerk.KeepReply(d.Context(), d.viewer, registry.SavedReply{
			Title: d.app.Text.T(text.NL, key+".title"), Dutch: d.app.Text.T(text.NL, key), English: d.app.Text.T(text.EN, key),
		})
		if err != nil {
			return err
		}
	}
	return d.done("/staf/antwoorden", "reply_started")
}

func savedDrop(d *staffDesk) error {
	if err := d.app.Clerk.DropReply(d.Context(), d.viewer, d.PathValue("id")); err != nil && fault.CodeOf(err) != fault.NotFound {
		return err
	}
	return d.done("/staf/antwoorden", "reply_dropped")
}

// conflicts are the members with which somebody has stated an interest, and what a search found.
type conflicts struct {
	Search      string
	Mine, Found []db.Member
}

func (d *staffDesk) conflicts() (conflicts, error) {
	k := conflicts{Search: oneLine(d.URL.Query().Get("zoek"))}
	ids, err := d.app.Clerk.Conflicts(d.Context(), d.viewer)
	if err != nil {
		return k, err
	}
	mine := map[string]bool{}
	for _, id := range ids {
		m, err := d.app.Clerk.MemberByID(d.Context(), id)
		if err != nil {
			return k, err
		}
		mine[id] = true
		k.Mine = append(k.Mine, m)
	}
	if strings.TrimSpace(k.Search) == "" {
		return k, nil
	}
	found, err := d.app.Clerk.Members(d.Context(), k.Search, 0)
	for _, m := range found {
		if !mine[m.ID] {
			k.Found = append(k.Found, m)
		}
	}
	return k, err
}

func ownConflictsShow(d *staffDesk) error {
	k, err := d.conflicts()
	if err != nil {
		return err
	}
	return d.render(http.StatusOK, ownConflictsPage(d, k))
}

// ownConflictPost states an interest with a member, or takes that back (rules 2.1).
func ownConflictPost(d *staffDesk) error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	m, err := d.app.Clerk.MemberByID(d.Context(), f.get("lid"))
	if err != nil {
		return err
	}
	has := f.get("belang") == "yes"
	if err := d.app.Clerk.StateConflict(d.Context(), d.viewer, m.ID, has); err != nil {
		return err
	}
	if has {
		return d.done("/staf/belangen", "conflict_stated")
	}
	return d.done("/staf/belangen", "conflict_gone")
}
