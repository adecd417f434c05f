package web

// rulingRoutes are the pages of the ruling for the parties (screens.md 9, 11).
func (a *App) rulingRoutes() []Route { return nil }
