// Package setting is the one settings file of the program: what can be set, what each key means, what it must hold.
//
// The struct tags below are the only place where a key, its explanation, its default and its bounds are written.
// Reading, the environment, the checks and the printed file all follow them. The package may not know any other
// package of the house; others get a Settings from it and never read a file or a variable themselves.
package setting

// Settings is everything an operator can set. Every field has a default, so that a demo needs no file at all.
//
// Tags: toml is the key, help its explanation, default its value in text, choices the only values, min and max the
// bounds of a number, secret hides the value in print, example is shown where a list is empty.
type Settings struct {
	Organisation Organisation `toml:"organisation" help:"The trustmark that runs this service, as pages and letters name it."`
	Server       Server       `toml:"server" help:"How browsers reach the program."`
	Database     Database     `toml:"database" help:"Where cases are kept."`
	Mail         Mail         `toml:"mail" help:"How letters leave, and how failure reports come back."`
	Evidence     Evidence     `toml:"evidence" help:"Files that the parties add to a case."`
	Payment      Payment      `toml:"payment" help:"The payment provider (Mollie) that takes the fee for a ruling. Without a key no ruling can be asked for."`
	Signals      Signals      `toml:"signals" help:"When a member is worth a look; docs/insight.md says what each does. A person judges every signal."`
	Theme        Theme        `toml:"theme" help:"House style. A palette that is hard to read is refused. Colours for errors, success and focus are fixed."`
	Limits       Limits       `toml:"limits" help:"How often people who have not signed in may send something, so that a flood harms nobody. 0 means no limit."`
	API          API          `toml:"api" help:"How other programs come in, with tokens of \"wederhoor tokens create\", and are told of changes."`
	Measure      Measure      `toml:"measure" help:"The measures that the trustmark can take against a member."`
	Members      Members      `toml:"members" help:"What the public pages of members show."`
	About        About        `toml:"about" help:"What the page /over-ons says besides what the program knows itself (Directive 2013/11/EU art. 7(1)). Nothing that is not set is claimed."`
	Log          Log          `toml:"log" help:"What the program writes about itself, to standard error. Never names, addresses or texts of parties."`
	People       []Person     `toml:"people" help:"The natural persons who decide cases, as /over-ons names them; one [[people]] block each. The environment cannot set these."`
	Staff        []Staff      `toml:"staff" help:"The people of the trustmark who may sign in; one [[staff]] block each. Someone whose block is taken out cannot sign in any more. The environment cannot set these."`
}

// Organisation is the trustmark.
type Organisation struct {
	Name          string `toml:"name" help:"Name of the trustmark. Needed to serve."`
	PublicURL     string `toml:"public_url" help:"Address under which people reach this service, with https:// and without a path, such as https://klacht.keurmerk.example. Every link in a letter begins with it. Needed to serve."`
	Phone         string `toml:"phone" help:"Phone number for help, on every page. Empty: no number is shown."`
	PhoneHours    string `toml:"phone_hours" default:"werkdagen 9 tot 17 uur" help:"When the phone is answered, in Dutch."`
	PhoneHoursEn  string `toml:"phone_hours_en" default:"working days 9 am to 5 pm" help:"The same in English."`
	VATNumber     string `toml:"vat_number" help:"VAT number of the trustmark, on receipts. Empty: none is shown."`
	Address       string `toml:"address" help:"Postal address on one line, for those who cannot or will not use the website."`
	ReplyTo       string `toml:"reply_to" help:"E-mail address that a person reads, for answers to letters. Empty: mail.from_address."`
	MemberIntro   string `toml:"member_intro" help:"Sentence on the page of each member, in Dutch, in place of the one that comes with the program."`
	MemberIntroEn string `toml:"member_intro_en" help:"The same in English."`
}

// Server is the HTTP side.
type Server struct {
	Listen         string   `toml:"listen" default:"127.0.0.1:8080" help:"Address and port to listen on. \":443\" listens on all addresses."`
	TLS            string   `toml:"tls" default:"off" choices:"off,autocert" help:"off: a proxy before the program does TLS. autocert: the program fetches its own certificates from Let's Encrypt; listen is then :443."`
	AutocertHosts  []string `toml:"autocert_hosts" help:"Host names to fetch certificates for. Needed with autocert."`
	AutocertFolder string   `toml:"autocert_folder" default:"data/autocert" help:"Folder that keeps the certificates between starts."`
	TrustedProxies []string `toml:"trusted_proxies" help:"Addresses or networks of proxies, such as 10.0.0.0/8. Only from these is X-Forwarded-For believed. Empty: from nobody."`
	CookieSecure   bool     `toml:"cookie_secure" default:"true" help:"Cookies travel over HTTPS only. false is for trying things out on this machine."`
}

// Database is the embedded database.
type Database struct {
	Folder string `toml:"folder" default:"data" help:"Folder of the database. It is made when it is not there; only the program should be able to read it."`
}

// Mail is SMTP out, and the receiver of failure reports.
type Mail struct {
	Host         string `toml:"host" help:"SMTP server that takes the letters. Needed to serve; in the demo, empty means the built-in mailbox."`
	Port         int    `toml:"port" default:"587" min:"1" max:"65535" help:"Its port: usually 587 with starttls, 465 with tls."`
	TLS          string `toml:"tls" default:"starttls" choices:"none,starttls,tls" help:"starttls: begin in the open and refuse to go on without TLS. tls: TLS from the first byte. none: only for a server on this machine or network."`
	User         string `toml:"user" help:"User name at that server. Empty: no sign-in."`
	Password     string `toml:"password" secret:"true" help:"Password of that user. Better set in the environment than here."`
	FromName     string `toml:"from_name" help:"Name of the sender. Empty: organisation.name."`
	FromAddress  string `toml:"from_address" help:"E-mail address of the sender. Needed to serve."`
	BounceDomain string `toml:"bounce_domain" help:"Domain whose mail (MX) comes to bounce_listen. Each letter gets its own return address there, so that a late failure report finds its case. Empty: only refusals at once are noticed."`
	BounceListen string `toml:"bounce_listen" help:"Address and port on which failure reports are received, such as :25. Needed with bounce_domain."`
	DKIMKeyFile  string `toml:"dkim_key_file" help:"File with the private key (PEM) that signs letters. Empty: not signed here."`
	DKIMSelector string `toml:"dkim_selector" help:"Selector of that key in DNS. Needed with a key."`
	DKIMDomain   string `toml:"dkim_domain" help:"Domain that signs: that of mail.from_address or one above it. Needed with a key."`
}

// Evidence is about uploads.
type Evidence struct {
	MaxFiles int    `toml:"max_files" default:"10" min:"1" max:"100" help:"Files that one party may add in one step."`
	MaxMB    int    `toml:"max_mb" default:"15" min:"1" max:"100" help:"Largest size of one file, in megabytes (1,000,000 bytes)."`
	Folder   string `toml:"folder" default:"data/evidence" help:"Folder of the files. It is made when it is not there; only the program should be able to read it."`
	Clamd    string `toml:"clamd" help:"Where the virus scanner ClamAV listens: host and port, such as 127.0.0.1:3310, or the path of its socket. Empty: files are not scanned, and staff are told so."`
}

// Payment is how the fee for a ruling is taken. Nothing is ever held for third parties.
type Payment struct {
	Key        string `toml:"key" secret:"true" help:"API key of the provider: live_… takes real money, test_… does not. Better set in the environment than here."`
	BaseURL    string `toml:"base_url" default:"https://api.mollie.com/v2" help:"Address of the provider's API."`
	Checkout   string `toml:"checkout" default:"https://www.mollie.com" help:"Origin of the provider's payment pages, to which browsers may be sent."`
	VATPercent int    `toml:"vat_percent" default:"21" min:"0" max:"100" help:"VAT in the fee, in percent, as receipts name it."`
}

// Theme is the house style (screens 0.2). Colours are #rrggbb.
type Theme struct {
	Brand       string `toml:"brand" default:"#0b4f6c" help:"Main colour: buttons, steps, charts. At least 4.5:1 against white and 3:1 against surface."`
	BrandStrong string `toml:"brand_strong" default:"#083a50" help:"A button under the pointer. Darker than brand."`
	Link        string `toml:"link" default:"#0b5a8a" help:"Links. At least 4.5:1 against white and against surface."`
	Text        string `toml:"text" default:"#17212b" help:"Text. At least 7:1 against white and against surface."`
	Muted       string `toml:"muted" default:"#4a5662" help:"Less important text. At least 4.5:1 against white and against surface."`
	Surface     string `toml:"surface" default:"#eef4f7" help:"Background of panels."`
	Line        string `toml:"line" default:"#c9d2d9" help:"Thin lines between things."`
	Radius      int    `toml:"radius" default:"6" min:"0" max:"24" help:"How round corners are, in pixels."`
	Font        string `toml:"font" default:"'Source Sans 3', Arial, sans-serif" help:"Fonts, the first that a device has is used. Source Sans 3 comes with the program."`
}

// Limits are per hour. An address is one IPv4 address or one IPv6 network of 64 bits.
type Limits struct {
	Drafts  int `toml:"drafts" default:"30" min:"0" max:"1000000" help:"Complaints begun, an hour from one network address."`
	Answers int `toml:"answers" default:"600" min:"0" max:"1000000" help:"Answers saved in the complaint form, an hour from one network address."`
	Uploads int `toml:"uploads" default:"120" min:"0" max:"1000000" help:"Files sent, an hour from one network address."`
	Sends   int `toml:"sends" default:"20" min:"0" max:"1000000" help:"Complaints sent, an hour from one network address."`
	Codes   int `toml:"codes" default:"60" min:"0" max:"1000000" help:"Codes typed or asked for, an hour from one network address."`
	SignIns int `toml:"sign_ins" default:"20" min:"0" max:"1000000" help:"Sign-in letters asked for, an hour from one network address."`
	Links   int `toml:"links" default:"60" min:"0" max:"1000000" help:"Choices and other acts by a link, an hour from one network address."`
	Letters int `toml:"letters" default:"10" min:"0" max:"1000000" help:"Letters with a code or a sign-in link, an hour to one e-mail address, whoever asks."`
}

// API is the door for other programs.
type API struct {
	Requests    int  `toml:"requests" default:"300" min:"0" max:"1000000" help:"Requests that one token may make in a minute. 0 means no limit."`
	PublicHooks bool `toml:"public_hooks" default:"true" help:"Webhooks may lead to the public internet only, by https. false is for trying things out: whoever may make webhooks could then reach what lies behind the firewall."`
}

// Measure is about the ladder of measures (docs/adr/0012-measures.md).
type Measure struct {
	ReactDays int `toml:"react_days" default:"14" min:"7" max:"60" help:"Days in which a member can react before a measure is decided. They begin when a letter reached it, and end on a working day."`
}

// Members is about their public pages.
type Members struct {
	PublicFigures bool `toml:"public_figures" default:"false" help:"The page of a member shows how many complaints there were in 12 months and what became of them, from 10 complaints on."`
}

// About is what nobody but the trustmark knows of itself.
type About struct {
	Listed      string `toml:"listed" help:"Whether the trustmark was notified as a body for disputes and stands on the list of Directive 2013/11/EU art. 20, and by whom, in Dutch. Empty: the page says that it was not set, and claims nothing."`
	ListedEn    string `toml:"listed_en" help:"The same in English. Needed with listed."`
	Expertise   string `toml:"expertise" help:"What those who decide know and did before, in Dutch. Empty: left out."`
	ExpertiseEn string `toml:"expertise_en" help:"The same in English. Needed with expertise."`
	Impartial   string `toml:"impartial" help:"Who pays those who decide, and how their independence is guarded, in Dutch. Empty: only what the rules say."`
	ImpartialEn string `toml:"impartial_en" help:"The same in English. Needed with impartial."`
	Networks    string `toml:"networks" help:"Networks for complaints across borders to which the trustmark belongs, in Dutch. Empty: none."`
	NetworksEn  string `toml:"networks_en" help:"The same in English. Needed with networks."`
}

// Person is a natural person who decides cases.
type Person struct {
	Name        string `toml:"name" example:"Jet van Dam" help:"Name."`
	Role        string `toml:"role" example:"jurist" help:"What this person does, in Dutch."`
	RoleEn      string `toml:"role_en" example:"lawyer" help:"The same in English."`
	Appointed   string `toml:"appointed" example:"benoemd door het bestuur" help:"How this person was appointed, in Dutch."`
	AppointedEn string `toml:"appointed_en" example:"appointed by the board" help:"The same in English."`
	Term        string `toml:"term" example:"1 januari 2026 tot en met 31 december 2029" help:"Length of the mandate, in Dutch."`
	TermEn      string `toml:"term_en" example:"1 January 2026 to 31 December 2029" help:"The same in English."`
}

// Log is the program's own log.
type Log struct {
	Level  string `toml:"level" default:"info" choices:"debug,info,warn,error" help:"The least important lines that are still written."`
	Format string `toml:"format" default:"text" choices:"text,json" help:"text for people, json for machines."`
}

// Roles that staff can have.
const (
	Mediator      = "mediator"      // takes cases, judges refusals and failed notices
	Quality       = "quality"       // watches members, takes measures
	Administrator = "administrator" // people, members, brand
	Adjudicator   = "adjudicator"   // independent lawyer, no staff: sees the files of their own cases and nothing else
)

// Staff is one person of the trustmark.
type Staff struct {
	Name  string   `toml:"name" example:"Anna de Vries" help:"Name, as the parties see it."`
	Email string   `toml:"email" example:"anna@keurmerk.example" help:"Address to which the sign-in letter goes."`
	Roles []string `toml:"roles" example:"mediator,administrator" choices:"mediator,quality,administrator,adjudicator" help:"What this person may do. An adjudicator is an independent lawyer and has no other role."`
}

// Default gives the settings without a file and without an environment. They are valid, and enough for the demo.
func Default() Settings {
	var s Settings
	for _, f := range fields(&s) {
		if f.def == "" {
			continue
		}
		if err := f.setText(f.def); err != nil {
			panic(f.path + ": the default in the struct tag is wrong: " + err.Error())
		}
	}
	return s
}
