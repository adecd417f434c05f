package arrows

import "go/ast"

// callsTime says whether a file uses a function of package time.
func callsTime(f *ast.File, name string) bool {
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := s.X.(*ast.Ident)
		if ok && x.Name == "time" && s.Sel.Name == name {
			found = true
		}
		return true
	})
	return found
}
