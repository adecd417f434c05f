package evidence

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"path"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

const (
	maxParts     = 200      // of one e-mail, those of e-mails inside it included
	maxDepth     = 10       // of parts in parts
	maxEmailHead = 64 << 10 // bytes of header
)

// looksLikeEmail gives the length of the header block when data begins with
// one of an e-mail, and 0 otherwise: From and one of the fields that a mail
// program always writes. A pasted message without them is text.
func looksLikeEmail(data []byte) int {
	head := first(data, maxEmailHead)
	if bytes.IndexByte(head, 0) >= 0 {
		return 0
	}
	size := len(head)
	for _, blank := range []string{"\r\n\r\n", "\n\n"} {
		if i := bytes.Index(head, []byte(blank)); i >= 0 {
			size = min(size, i+len(blank))
		}
	}
	h, err := textproto.NewReader(bufio.NewReader(bytes.NewReader(head[:size]))).ReadMIMEHeader()
	if err != nil && !errors.Is(err, io.EOF) {
		return 0
	}
	if h.Get("From") == "" {
		return 0
	}
	for _, written := range []string{"Date", "Message-Id", "Received", "Mime-Version", "Content-Type"} {
		if h.Get(written) != "" {
			return size
		}
	}
	return 0
}

// checkEmail refuses an e-mail that is also a page, that cannot be read, or
// that carries programs, archives, scripts or an acting PDF. Its pages and
// pictures are left: a mail program shows them as it shows any mail.
func checkEmail(data []byte, header int) error {
	if bytes.IndexByte(data, 0) >= 0 {
		return &Refused{Why: Type, Seen: "application/octet-stream"}
	}
	if hasMarkup(data[:header]) {
		return &Refused{Why: Type, Seen: "text/html"}
	}
	left := maxParts
	return checkMessage(bytes.NewReader(data), 0, &left)
}

func checkMessage(r io.Reader, depth int, left *int) error {
	m, err := mail.ReadMessage(r)
	if err != nil {
		return &Refused{Why: Broken, cause: fmt.Errorf("read e-mail: %w", err)}
	}
	return checkPart(textproto.MIMEHeader(m.Header), m.Body, depth, left)
}

func checkPart(h textproto.MIMEHeader, body io.Reader, depth int, left *int) error {
	*left--
	if depth > maxDepth || *left < 0 {
		return &Refused{Why: Broken, cause: errors.New("too many parts")}
	}
	mediaType, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		mediaType = "application/octet-stream" // odd or absent: judged by its content
	}
	if strings.HasPrefix(mediaType, "multipart/") && params["boundary"] != "" {
		return checkParts(multipart.NewReader(body, params["boundary"]), depth, left)
	}
	body = decoded(h, body)
	if mediaType == Email {
		return checkMessage(body, depth+1, left)
	}
	content, err := readPart(body)
	if err != nil {
		return err
	}
	return checkContent(partName(h, params), content)
}

func checkParts(parts *multipart.Reader, depth int, left *int) error {
	for {
		// Raw: otherwise quoted-printable is undone twice.
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil // a last boundary that is missing is common
		}
		if err != nil {
			return &Refused{Why: Broken, cause: fmt.Errorf("read part: %w", err)}
		}
		if err := checkPart(p.Header, p, depth+1, left); err != nil {
			return err
		}
	}
}

// decoded undoes the transfer encoding.
func decoded(h textproto.MIMEHeader, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(h.Get("Content-Transfer-Encoding"))) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, &base64Only{r: body})
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}

// readPart gives what is damaged as far as it can be read, as a mail program
// would show it.
func readPart(body io.Reader) ([]byte, error) {
	content, err := io.ReadAll(body)
	var corrupt base64.CorruptInputError
	switch {
	case err == nil, errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &corrupt):
		return content, nil
	}
	return nil, &Refused{Why: Broken, cause: fmt.Errorf("decode part: %w", err)}
}

// base64Only drops what does not belong to base64, as mail programs do: line
// ends, spaces, and characters put in to hide the rest.
type base64Only struct{ r io.Reader }

func (b *base64Only) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	kept := 0
	for _, c := range p[:n] {
		if c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '=' {
			p[kept] = c
			kept++
		}
	}
	return kept, err
}

func partName(h textproto.MIMEHeader, params map[string]string) string {
	_, disposition, err := mime.ParseMediaType(h.Get("Content-Disposition"))
	name := params["name"]
	if err == nil && disposition["filename"] != "" {
		name = disposition["filename"]
	}
	var words mime.WordDecoder
	if plain, err := words.DecodeHeader(name); err == nil {
		name = plain
	}
	return readable(name)
}

// startingExtensions are endings of files that a double click starts.
var startingExtensions = strings.Fields(`exe com scr pif dll msi msix cpl lnk url reg jar apk app dmg iso img vhd
	js mjs jse vbs vbe wsf wsh hta bat cmd ps1 sh py chm docm dotm xlsm xlsb xltm pptm ppam svg swf one`)

// refusedContent are types that an attachment of an e-mail may not have.
var refusedContent = []string{
	"application/vnd.microsoft.portable-executable", "application/x-elf", "application/x-mach-binary",
	"application/x-ms-installer", "application/x-ms-shortcut", "application/jar", "application/vnd.android.package-archive",
	"application/zip", "application/x-rar-compressed", "application/x-7z-compressed", "application/gzip",
	"application/x-tar", "application/x-bzip2", "application/x-xz", "application/zstd", "application/vnd.ms-cab-compressed",
	"application/x-iso9660-image", "text/javascript", "text/x-shellscript", "text/x-python", "text/x-perl", "text/x-php",
	"application/x-java-applet", "application/x-shockwave-flash", "image/svg+xml", "application/vnd.microsoft.cab",
}

func checkContent(name string, content []byte) error {
	ext := strings.ToLower(strings.TrimPrefix(path.Ext(strings.TrimRight(name, " .")), "."))
	if slices.Contains(startingExtensions, ext) {
		return &Refused{Why: Script, cause: fmt.Errorf("attachment that starts by itself: .%s", ext)}
	}
	found := mimetype.Detect(content)
	for _, t := range refusedContent {
		if found.Is(t) {
			return &Refused{Why: Script, cause: fmt.Errorf("attachment of type %s", t)}
		}
	}
	// Readers take a PDF that begins a little later, too.
	at := bytes.Index(first(content, pdfEnd), []byte("%PDF-"))
	if at == 0 || at > 0 && ext == "pdf" {
		return walkPDF(content[at:])
	}
	return nil
}
