package web

// officeRoutes are the acts of staff in the ruling: adjudicators, challenges, money, publication.
func (a *App) officeRoutes() []Route { return nil }
