package procedure
import ("testing";"os";"strings")
func TestX(t *testing.T){ 
 m:=map[string]string{}
 b,_:=os.ReadFile("/tmp/nl.txt")
 for _,l:=range strings.Split(string(b),"\n"){ k,v,ok:=strings.Cut(l," = "); if ok { m[k]=v } }
 os.WriteFile("/tmp/d.html",[]byte("<meta charset=utf8><body style='font-family:sans-serif;margin:15px'>"+Diagram(func(k string)string{ if m[k]!=""{return m[k]}; return k})),0o644) }
