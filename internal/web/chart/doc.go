// Package chart draws the charts of the insight pages on the server: SVG of a funnel plot, a control chart, times to a
// solution and a line in time, and tables with bars or shades in their cells (screens.md 17). It takes plain numbers and
// words that are already in the reader's language; it knows no member, no dispute, no statistics, no catalogue and no
// request. It imports templ, component and the standard library only.
//
//	Funnel(FunnelView)       rates against volume, with limits; one member may be the reader's own
//	Control(ControlView)     counts in time with an upper limit, and below it the sum that climbs and resets
//	Survival(SurvivalView)   shares in days, in steps, one line each
//	Line(LineView)           one row of numbers in time; pieces before and after a measure
//	Bars(BarsView)           a table with a bar in each row
//	Cohort(CohortView)       a table with a shade in each cell
//	Grid(){…}                charts side by side where they fit
//
// Rules that hold for all of them: the title is what was found, the subtitle how to read it. What a shape or a dash
// says, a colour only repeats. A picture has role img and a title, what is in it is hidden from screen readers, and its
// data are in a table below it and in a file. No script and no style attribute: the policy of the pages forbids both.
// Numbers that are not finite are left out; when nothing is left, Frame.Empty stands in the place of the picture.
package chart
