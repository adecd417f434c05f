package evidence

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxName is the most runes of a name, extension included.
const maxName = 100

// extensions of each media type; the first is given when the name has none of them.
var extensions = map[string][]string{
	JPEG:  {"jpg", "jpeg"},
	PNG:   {"png"},
	PDF:   {"pdf"},
	Email: {"eml"},
	Text:  {"txt"},
}

// knownExtensions are taken off a name when they are not those of its type,
// so that "factuur.pdf.exe" and "foto.heic" do not promise what is not there.
var knownExtensions = strings.Fields(`
	jpg jpeg jpe jfif png gif webp heic heif avif bmp tif tiff svg ico pdf eml msg mht mhtml txt text csv tsv log md
	htm html xhtml xml js mjs vbs vbe wsf hta php asp aspx jsp sh bash bat cmd ps1 py pl rb exe com scr pif dll msi
	msix cpl lnk url reg jar apk app dmg iso img zip rar 7z gz tgz tar bz2 xz cab doc docx docm dot dotm xls xlsx xlsm
	xlsb ppt pptx pptm odt ods odp rtf swf chm`)

// reserved are names that Windows keeps for devices.
var reserved = strings.Fields("con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9")

// cleanName gives a name that can be shown, put in a header and saved on any
// system: readable Unicode without path, control, direction or invisible
// characters, at most maxName runes, ending as its media type asks. With an
// empty media type (a refused file) the ending stays as it was.
func cleanName(name, mediaType string) string {
	name = readable(name)
	ext := ""
	if want := extensions[mediaType]; want != nil {
		name, ext = splitExtension(name, want)
	}
	name = strings.Trim(name, " .-_")
	room := maxName - len(ext)
	if utf8.RuneCountInString(name) > room {
		name = strings.TrimRight(string([]rune(name)[:room]), " .-_")
	}
	if name == "" || slices.Contains(reserved, strings.ToLower(name)) {
		name = strings.TrimRight("document-"+name, "-")
	}
	return name + ext
}

// splitExtension takes known extensions off the end and gives the one that
// belongs there, with its dot.
func splitExtension(name string, want []string) (base, ext string) {
	ext = "." + want[0]
	for {
		dot := strings.LastIndexByte(name, '.')
		if dot < 0 {
			return name, ext
		}
		last := strings.ToLower(strings.TrimSpace(name[dot+1:]))
		if slices.Contains(want, last) {
			return name[:dot], "." + last
		}
		if !slices.Contains(knownExtensions, last) {
			return name, ext
		}
		name = name[:dot]
	}
}

// readable drops what is not for the eye and evens out the rest.
func readable(name string) string {
	name = strings.ToValidUTF8(name, "")
	if slash := strings.LastIndexAny(name, `/\`); slash >= 0 {
		name = name[slash+1:]
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case strings.ContainsRune(`<>:"|?*`, r):
			return '-'
		case !unicode.IsPrint(r): // control, format (direction, zero width), private, unassigned
			return -1
		}
		return r
	}, norm.NFC.String(name))
	// Composed once more: what was dropped may have stood between a letter and its mark.
	return strings.Join(strings.Fields(norm.NFC.String(name)), " ")
}
