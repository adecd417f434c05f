package papers
import ("testing";"os";"wederhoor/internal/text")
func TestZZ(t *testing.T){ s:=newScene(t); s.agreed(t); os.WriteFile("/tmp/papers_out/zaak.zip", s.bundle(t, s.view(t,s.consumer()), text.NL),0o644)}
