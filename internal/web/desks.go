package web

// desksRoutes are the pages of mediation for staff (screens.md 7, 12).
func (a *App) desksRoutes() []Route { return nil }
