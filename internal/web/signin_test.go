package web

import "testing"

func TestOnwardsStaysInside(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		d        door
		to, want string
	}{
		{shopDoor, "/winkel/zaken/K74Q-2M9X", "/winkel/zaken/K74Q-2M9X"},
		{shopDoor, "/winkel?view=turn", "/winkel?view=turn"},
		{shopDoor, "", "/winkel"},
		{shopDoor, "https://elsewhere.example/winkel/x", "/winkel"},
		{shopDoor, "//elsewhere.example/winkel/x", "/winkel"},
		{shopDoor, "/winkel/../staf", "/winkel"},
		{shopDoor, "/winkel/%2e%2e/staf", "/winkel"},
		{shopDoor, "/winkel//elsewhere.example", "/winkel"},
		{shopDoor, `/winkel/\elsewhere.example`, "/winkel"},
		{shopDoor, "/winkelier", "/winkel"},
		{shopDoor, "/winkel/inloggen", "/winkel"},
		{shopDoor, "/staf/zaken/K74Q-2M9X", "/winkel"},
		{staffDoor, "/staf/zaken/K74Q-2M9X", "/staf/zaken/K74Q-2M9X"},
		{staffDoor, "/winkel", "/staf"},
		{staffDoor, "javascript:alert(1)", "/staf"},
	} {
		if got := x.d.onwards(x.to); got != x.want {
			t.Errorf("from %s to %q leads to %q, want %q", x.d.home, x.to, got, x.want)
		}
	}
}
