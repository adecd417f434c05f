// Package component draws the parts of which pages are made: typed templ
// components, one file each. Their words come in through plain structs,
// already translated; a component knows no catalogue, no dispute and no
// request. It imports templ and the standard library only.
//
// Rules that hold for all of them: text is escaped; no script and no inline
// style; every field has a label, its hint and error are tied to it with
// aria-describedby; an error is tied to the summary by "#"+ID; what a phone of
// 320 px cannot hold wraps, and only tables scroll, in their own box.
//
// A page is
//
//	@component.Layout(component.LayoutView{…}) {
//		@component.BackLink(…)
//		@component.ErrorSummary(…)          nothing when there are no errors
//		@component.PageHead(…)
//		@component.Form(component.FormView{…}) {
//			@component.Input(…)
//			@component.Buttons(component.ButtonView{…})
//		}
//	}
//
// Frame of the page
//
//	Layout(LayoutView){…}          document, skip link, header or bar, footer; LayoutView holds
//	                               Assets, FooterView, BarView, DemoBarView, PrintFooterView
//	Columns(ColumnsView)           Lead, Side, Rest: two columns, in this order on phones
//	Desk(DeskView)                 Views, List, Pane: a queue with the open case beside it
//	Card(){…}                      a frame
//	PrintFooter(PrintFooterView)   on paper only; Layout sets it
//
// Text
//
//	PageHead(PageHeadView)         H1 with a line above
//	Heading(id, text)              H2
//	Text(s), Small(s)              plain text of anyone: paragraphs, line breaks
//	Rich(s)                        text with **strong** parts
//	Paragraph(s, links...)         one paragraph and links
//	List(items), Steps(items)      bullets, numbers
//	Links(links), Anchor(link)     links one a line, one link
//	Inset(s)                       set apart
//	Warning(WarningView)           with exclamation mark
//	Details(summary){…}            opened by a press, and on paper
//
// Getting about and acting
//
//	BackLink(Link)
//	Button(ButtonView)             submit button, or link when Href is set; Kind: ButtonPrimary,
//	                               ButtonSecondary, ButtonWarning, ButtonStart, ButtonLink
//	Buttons(ButtonView...)         side by side
//	PostButton(PostButtonView)     a form of one button
//	Search(SearchView)             GET form
//	Views(ViewsView)               views or tabs with counts
//	Pagination(PaginationView)
//
// Forms
//
//	Form(FormView){…}              POST; hidden fields, trap for robots
//	Input(InputView)               one line; €-prefix, width, autocomplete
//	Code(CodeView)                 one-time code
//	Textarea(TextareaView)         with count
//	Radios(RadiosView)             items: ChoiceItem
//	Checkboxes(CheckboxesView)     items: ChoiceItem
//	Date(DateView)                 day, month, year
//	Select(SelectView)             options: Option
//	FileUpload(FileUploadView)
//	FileList(FileListView)         items: FileItem
//	Fieldset(FieldsetView){…}
//	ErrorSummary(ErrorSummaryView) errors: Link with Href "#"+ID
//	Progress(ProgressView)         "Stap 4 van 7" and a bar
//
// What happened, what is
//
//	Panel(PanelView)               big confirmation, is the H1
//	Banner(BannerView)             small confirmation or notice at the top
//	SummaryList(SummaryListView)   rows: SummaryRow, with links to change
//	Table(TableView)               rows of TableCell
//	Figures(FiguresView)           numbers in tiles
//	Badge(BadgeView)               Kind: BadgePlain, BadgeTurn, BadgeWait, BadgeUrgent, BadgeJudge, BadgeDone
//	CaseHead(CaseHeadView)         H1, case number, badge
//	NextAction(NextActionView){…}  the one thing to do
//	ChoiceCards([]ChoiceCard)      links to choose between
//	Stepper(StepperView)           steps: Step with StepLater, StepNow, StepDone
//	Timeline(TimelineView)         items: TimelineItem
//	Message(MessageView)           Kind: MessageJoint, MessagePrivate, MessageNote
//	Offer(OfferView){…}            an offer; children are the answers
//	Help(HelpView){…}              the help block
//	Queue(QueueView)               rows: QueueRow, QueueCell; cards on phones
//	MailList(MailListView)         the mailbox of the demo
package component
