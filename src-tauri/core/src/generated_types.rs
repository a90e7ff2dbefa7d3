//! The types that cross to the webview, written once: here in Rust, there by this test.

use std::fmt::Write as _;
use std::path::Path;

use ts_rs::{Config, TS};

/// Where the UI finds them, from this package's folder.
const FILE: &str = "../../ui/src/ipc/generated.ts";

macro_rules! declarations {
    ($config:expr, $($type:ty),+ $(,)?) => {{
        let mut text = String::from(
            "// Made from the Rust types by `UPDATE_TYPES=1 cargo test -p banthao-core \
             generated_types`. Do not edit.\n",
        );
        $(writeln!(text, "\nexport {}", <$type as TS>::decl($config)).expect("a string takes all");)+
        text
    }};
}

fn declarations() -> String {
    use crate::article::*;
    use crate::assignment::*;
    use crate::compare::*;
    use crate::delivery::{
        self, Ability, Checked, Delivery, DeliveryId, Destination, DestinationKind, Difference,
        Elements, Errand, HtmlProfile, LeadForm, LeadPhoto, Leftover, LeftoverKind, Mapped, Plan,
        PlannedRequest, PostAs, ProxyChoice, Remote, Stage, StepKind, StepState, SubheadForm,
        Tested, Trouble, TroubleKind,
    };
    use crate::discuss::*;
    use crate::exchange::cms_sheet::*;
    use crate::exchange::formats::*;
    use crate::exchange::import::{FileFormat, FileSummary, LeftOut, ReturnsTo};
    use crate::exchange::letterhead::*;
    use crate::exchange::recognise::*;
    use crate::exchange::target::*;
    use crate::failure::*;
    use crate::handoff::DeviceKey;
    use crate::ingest::*;
    use crate::language::collate::NameOrder;
    use crate::language::legacy::*;
    use crate::person::*;
    use crate::photo::metadata::*;
    use crate::photo::*;
    use crate::proof::*;
    use crate::review::*;
    use crate::royalty::*;
    use crate::store::*;
    use crate::template::{Filling, Template, TemplateBlock, TemplateBlockKind, TemplateId};
    use crate::time::*;

    let config = Config::default();
    declarations!(
        &config,
        Timestamp,
        ZoneMinutes,
        Code,
        Failure,
        PersonId,
        Role,
        Person,
        ArticleId,
        BlockId,
        Mark,
        Text,
        BlockAttrs,
        ListAttrs,
        ListItem,
        TableCellAttrs,
        TableCell,
        TableRow,
        PhotoAttrs,
        Photo,
        Block,
        BylineRole,
        Byline,
        Fields,
        PhotoKind,
        Metadata,
        Carries,
        Credentials,
        CredentialStep,
        CredentialIngredient,
        RightsKind,
        Rights,
        DeskWords,
        WordChanges,
        PhotoInfo,
        ShotKind,
        ShotProblem,
        IngestOpened,
        IngestEntry,
        IngestPhase,
        IngestNews,
        IngestPick,
        IngestTaken,
        ReturnTarget,
        Passage,
        Editorial,
        StepId,
        Gap,
        CheckKind,
        CheckMark,
        OnChange,
        FindingGate,
        Gate,
        Step,
        Right,
        Actor,
        Workflow,
        Action,
        ActionKind,
        CommissionId,
        Commission,
        Answer,
        SignedAs,
        PassedFinding,
        WaivedFindings,
        LogEvent,
        TextPoint,
        PhotoPart,
        Place,
        Anchor,
        ThreadId,
        EventId,
        Mention,
        UnitAttr,
        Replacement,
        Why,
        ThreadState,
        Comment,
        Thread,
        Say,
        Talks,
        LogFault,
        Language,
        Theme,
        Measure,
        Shape,
        Making,
        TargetRendition,
        Target,
        NameOrder,
        Settings,
        DeskInfo,
        SetUp,
        View,
        ListQuery,
        ArticleRow,
        ListPage,
        TableColumn,
        TableSort,
        TableQuery,
        TablePage,
        TableEntry,
        SentState,
        TableLayout,
        BoardColumn,
        BoardQuery,
        CalendarKind,
        CalendarEntry,
        Calendar,
        BulkAction,
        BulkOutcome,
        SignOff,
        StepSignOff,
        CheckState,
        CheckRow,
        PhotoConcern,
        PhotoNote,
        Blocked,
        Lease,
        LastReturn,
        ReturnChoice,
        Standing,
        OpenArticle,
        Save,
        Saved,
        RevisionReason,
        RevisionRow,
        RevisionText,
        Spot,
        Span,
        ChangeId,
        ChangeKind,
        RemovedLine,
        AttrChange,
        Change,
        Draft,
        ReviewChanges,
        RejectedChanges,
        ComparedTexts,
        HistoryRow,
        PhotoOutcome,
        EditedPhotos,
        PhotoUse,
        Said,
        PhotoDetails,
        RightsFilter,
        PhotoQuery,
        PhotoRow,
        PhotoPage,
        SearchFilters,
        Search,
        SearchQuery,
        SearchRow,
        SearchPage,
        SavedSearch,
        SearchChoices,
        crate::search::SearchPart,
        crate::search::SearchTier,
        crate::search::SearchOrder,
        crate::search::FoundMark,
        crate::search::FoundPassage,
        crate::search::IndexProgress,
        Photographer,
        PhotoTemplate,
        CodeReplacement,
        PhotoKit,
        TakenKit,
        ExportForm,
        Format,
        ExportReport,
        Letterhead,
        PdfReport,
        PrintReport,
        DeviceKey,
        Trust,
        Peer,
        ThisDevice,
        HandOffOrder,
        HandOffInto,
        HandOffReport,
        SenderIs,
        Arrival,
        OfferedHandOffs,
        ArrivalOutcome,
        Outcome,
        Opened,
        Label,
        RecognisedLine,
        LabelledLine,
        Written,
        Run,
        Conversion,
        FileFormat,
        FileSummary,
        LeftOut,
        ReturnsTo,
        TakenBack,
        Recognition,
        ToneStyle,
        IyStyle,
        RuleId,
        HouseRuleId,
        RuleState,
        Scope,
        Find,
        HouseRule,
        Overrule,
        Severity,
        Finding,
        IgnoreScope,
        Ignore,
        Ignored,
        Findings,
        HouseDecision,
        KeptRule,
        Overruled,
        RuleBook,
        TakenRules,
        ExampleFaults,
        TrialPassage,
        Trial,
        NameId,
        NameKind,
        NameTitle,
        NameEntry,
        NameOrigin,
        NameQuery,
        NameRow,
        NamePage,
        RefusedName,
        RowFault,
        BrokenRow,
        PlannedName,
        NamesPreview,
        NameChange,
        NameCandidate,
        NameCandidates,
        Destination,
        DestinationKind,
        Elements,
        HtmlProfile,
        Leftover,
        LeftoverKind,
        LeadForm,
        LeadPhoto,
        SubheadForm,
        PostAs,
        Mapped,
        ProxyChoice,
        DeliveryId,
        Delivery,
        Errand,
        delivery::Status,
        delivery::Step,
        StepKind,
        StepState,
        Remote,
        Stage,
        Trouble,
        TroubleKind,
        Checked,
        Difference,
        Plan,
        PlannedRequest,
        Tested,
        Ability,
        DeliveryRow,
        PlannedDelivery,
        TestedDestination,
        PastLook,
        PastReport,
        PastRow,
        PastRowKind,
        PastRows,
        ArchivePhase,
        ArchiveState,
        AlikeArticle,
        crate::likeness::SharedParagraph,
        RelatedArticle,
        RelatedArticles,
        KeptDestination,
        CmsSheet,
        CmsField,
        CmsFieldName,
        CmsPicture,
        TemplateId,
        TemplateBlockKind,
        TemplateBlock,
        Template,
        Filling,
        KeptTemplate,
        CommissionOrder,
        Answered,
        Assignment,
        AssignmentRow,
        Rate,
        GenreRate,
        Counted,
        RoyaltyTable,
        Payee,
        Correction,
        Adjustment,
        RoyaltyLine,
        RoyaltyArticle,
        RoyaltyPerson,
        ClosedMonth,
        RoyaltyMonth,
        SectionWeeks,
        WeekWait,
        Plots,
    )
}

/// The document crosses in the editor's own JSON, which its Rust type does not mirror.
const DOCUMENT: &str = "
export type Headline = { type: \"headline\", content?: Array<Text> };

export type Lead = { type: \"lead\", content?: Array<Text> };

export type Document = { type: \"doc\", content: [Headline, Lead, ...Array<Block>] };
";

#[test]
fn the_types_of_the_ui_are_those_of_the_core() {
    let mut expected = format!("{}{DOCUMENT}", declarations());
    // ts-rs has one name for a type and for its tag; the editor's tags are in camel case.
    for name in ["Text", "ListItem", "TableRow", "TableCell"] {
        let tag = format!("{}{}", name[..1].to_ascii_lowercase(), &name[1..]);
        expected =
            expected.replace(&format!("\"type\": \"{name}\""), &format!("\"type\": \"{tag}\""));
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if std::env::var_os("UPDATE_TYPES").is_some() {
        std::fs::write(&file, &expected).expect("the file can be written");
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        found == expected,
        "run `UPDATE_TYPES=1 cargo test -p banthao-core generated_types` and commit {FILE}"
    );
}
