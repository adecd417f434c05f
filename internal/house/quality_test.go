package house

import (
	"testing"

	"wederhoor/internal/insight"
	"wederhoor/internal/setting"
)

// TestSignalsAreThoseReported: what an operator gets without setting anything is what docs/insight.md reports on.
func TestSignalsAreThoseReported(t *testing.T) {
	t.Parallel()
	if got := insight.Parameters(setting.Default().Signals); got != insight.Defaults() {
		t.Errorf("the settings have %+v, the signals %+v", got, insight.Defaults())
	}
	if err := insight.Parameters(setting.Default().Signals).Validate(); err != nil {
		t.Error(err)
	}
}
