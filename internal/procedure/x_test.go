package procedure
import ("testing";"fmt";"time")
func TestX(t *testing.T){ n:=time.Now(); for _,e:=range edges(){fmt.Println(e)}; fmt.Println(time.Since(n)) }
