package setting

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// lines gives the line, from 1, on which each section, block and key of a well-formed document stands. Keys inside
// inline tables are not among them: the line of what holds them is near enough.
func lines(raw []byte) map[string]int {
	out := map[string]int{}
	blocks := map[string]int{}
	var p unstable.Parser
	p.Reset(raw)
	prefix, line, offset := "", 1, 0
	for p.NextExpression() {
		node := p.Expression()
		if node.Kind != unstable.Table && node.Kind != unstable.ArrayTable && node.Kind != unstable.KeyValue {
			continue
		}
		var parts []string
		for it := node.Key(); it.Next(); {
			if len(parts) == 0 {
				at := int(it.Node().Raw.Offset)
				line += bytes.Count(raw[offset:at], []byte("\n"))
				offset = at
			}
			parts = append(parts, printable(string(it.Node().Data)))
		}
		path := strings.Join(parts, ".")
		switch node.Kind {
		case unstable.Table:
			prefix = path
		case unstable.ArrayTable:
			prefix = fmt.Sprintf("%s[%d]", path, blocks[path])
			blocks[path]++
		default:
			if prefix != "" {
				path = prefix + "." + path
			}
			out[path] = line
			continue
		}
		out[prefix] = line
	}
	return out
}
