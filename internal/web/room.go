package web

// roomRoutes are the pages of the mediation room for the parties (screens.md 7, 8).
func (a *App) roomRoutes() []Route { return nil }
