// Package mutants breaks rules on purpose and expects the tests to find it. Each mutant changes one place of one file,
// through a build overlay, so that no file on disk is touched. It runs with the build tag mutants (make mutants).
package mutants
