package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"wederhoor/internal/house"
	"wederhoor/internal/member"
	"wederhoor/internal/registry"
	"wederhoor/internal/setting"
)

// preview says what an import would change, and changes nothing. Exit status 2 when it could not be done as it is.
func (i importCmd) preview(ctx context.Context, s setting.Settings, in *member.Import) error {
	st, err := openStore(ctx, s)
	if err != nil {
		return err
	}
	plan, err := registry.New(st, house.Now, s.Organisation.Host()).PlanMembers(ctx, in.Members, true)
	if err = errors.Join(err, st.Close()); err != nil {
		return err
	}
	printPlan(os.Stdout, plan, in.BadRows)
	if len(plan.Taken) > 0 {
		return badInput{&plan.Taken[0]}
	}
	if in.BadRows > 0 && !i.SkipBad {
		return badInput{fmt.Errorf("%d of %d rows are not right: without --skip-bad nothing would be imported", in.BadRows, in.Rows)}
	}
	return nil
}

// printPlan lists what is other than before, then the numbers. Who is not in the file is named, because nothing happens
// to them: they stay members until the administration gives them a last day.
func printPlan(w io.Writer, plan registry.MemberPlan, bad int) {
	for _, kind := range []registry.ChangeKind{registry.MemberNew, registry.MemberChanged, registry.MemberEnded, registry.MemberMissing} {
		for _, x := range plan.Of(kind) {
			fmt.Fprintf(w, "%s %s %s\n", kind, x.ID, x.Name)
			for _, f := range x.Fields {
				fmt.Fprintf(w, "    %s: %q → %q\n", f.Field, f.Old, f.New)
			}
		}
	}
	fmt.Fprintf(w, "Nothing was changed. It would be: %d new, %d changed, %d ended, %d the same, %d bad; %d members are not in the file.\n",
		len(plan.Of(registry.MemberNew)), len(plan.Of(registry.MemberChanged)), len(plan.Of(registry.MemberEnded)),
		len(plan.Of(registry.MemberSame)), bad, len(plan.Of(registry.MemberMissing)))
}
