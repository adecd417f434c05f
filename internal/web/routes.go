package web

import "slices"

// Routes is the route table of the site; the matrix of permissions is generated from it, so that a route that is not
// here does not exist.
func (a *App) Routes() []Route {
	routes := slices.Concat(
		a.publicRoutes(), a.intakeRoutes(), a.caseRoutes(), a.shopRoutes(), a.staffRoutes(), a.signInRoutes(),
		a.roomRoutes(), a.desksRoutes(), a.rulingRoutes(), a.juristRoutes(), a.officeRoutes(), a.rulingsRoutes(), a.signalRoutes(), a.measureRoutes(), a.importRoutes(), a.reportRoutes(), a.aboutRoutes(), a.hooksRoutes(), a.insightRoutes(),
	)
	if a.Demo != nil {
		routes = append(routes, a.demoRoutes()...)
	}
	return routes
}
