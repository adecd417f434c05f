package web

// juristRoutes are the pages of the adjudicator (screens.md 10).
func (a *App) juristRoutes() []Route { return nil }
