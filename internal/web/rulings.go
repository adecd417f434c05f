package web

// rulingsRoutes are the published rulings, for everybody.
func (a *App) rulingsRoutes() []Route { return nil }
