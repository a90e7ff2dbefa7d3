//! The newsroom's way from filing to approval, as data: steps, gates, rights. Nothing of it is
//! written into the rules; a newsroom edits it in the settings.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{CheckKind, Gap};
use crate::failure::{Failure, Result};
use crate::language::normal;
use crate::person::Role;
use crate::proof::{Finding, RuleId, Severity};

/// Most approval steps of one chain.
const STEP_LIMIT: usize = 12;
/// Longest name of a step or a workflow, in bytes.
const NAME_LIMIT: usize = 200;

/// The steps between filing and approval, what each waits for, and who may do what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Workflow {
    /// Name of a preset, or the newsroom's own.
    pub name: String,
    /// What filing waits for.
    #[serde(default)]
    pub filing: Gate,
    /// What an export waits for beside an approval.
    #[serde(default)]
    pub exporting: FindingGate,
    /// Claiming, editing and passing on. Where there are no approvals, the editor who reviews is
    /// the one who approves.
    #[serde(default)]
    pub review: Step,
    /// Approvals after the review, in order; the last one approves the article.
    pub approvals: Vec<Step>,
    /// Checks that every article needs from its start.
    #[serde(default)]
    pub needed: Vec<CheckKind>,
    /// What a change of the text does to a check that was done or waived.
    #[serde(default)]
    pub checks_on_change: OnChange,
    /// Who may do what beside the steps; a right that is not here is nobody's.
    #[serde(default)]
    pub rights: BTreeMap<Right, Vec<Actor>>,
}

/// One step of the chain, signed off by one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// Given once and kept when the step is renamed or moved; empty until it is accepted.
    #[serde(default)]
    pub id: StepId,
    /// A preset's name of a step, or the newsroom's own.
    pub name: String,
    /// Who may sign it.
    pub roles: Vec<Role>,
    /// What signing waits for.
    #[serde(default)]
    pub gate: Gate,
    /// What a change of the text does to its sign-off.
    #[serde(default)]
    pub on_change: OnChange,
}

/// Id of a step; [`StepId::filing`] and [`StepId::review`] belong to every workflow.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct StepId(pub String);

impl StepId {
    pub fn filing() -> Self {
        Self("filing".to_owned())
    }

    pub fn review() -> Self {
        Self("review".to_owned())
    }
}

/// What an action waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Gate {
    /// Gaps that must be closed.
    pub gaps: Vec<Gap>,
    /// Checks that must be settled if they are needed at all.
    pub checks: Vec<CheckKind>,
    /// What the proofreader must not find any more.
    #[serde(default)]
    pub findings: FindingGate,
}

/// Findings of the proofreader that are put right, left alone or passed with a reason first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FindingGate {
    /// All errors, whichever rule has found them.
    #[serde(default)]
    pub errors: bool,
    /// Whatever these rules have found, but what they have found right.
    #[serde(default)]
    pub rules: Vec<RuleId>,
}

impl FindingGate {
    /// Whether it waits for nothing at all.
    pub fn is_open(&self) -> bool {
        !self.errors && self.rules.is_empty()
    }

    /// Whether it waits for this finding.
    pub fn stops(&self, finding: &Finding) -> bool {
        match finding.severity {
            Severity::Right => false,
            Severity::Error if self.errors => true,
            Severity::Error | Severity::Warning | Severity::Hint => {
                self.rules.contains(&finding.rule)
            }
        }
    }
}

/// What becomes of a signature when the text changes after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum OnChange {
    /// It stands, and is shown as given for another text.
    #[default]
    Flag,
    /// It must be given again: the next gate sends the article back to its step.
    Reopen,
}

/// What somebody may do beside signing steps. Returning belongs to whoever may sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Right {
    File,
    Withdraw,
    /// Put on hold, and let go on.
    Hold,
    /// Spike, and restore.
    Spike,
    /// Open an approved article again, or return it.
    Reopen,
    /// Say that a check is needed.
    AskCheck,
    /// Say that a check is done, or not needed after all.
    SettleCheck,
    WaiveCheck,
    /// Export what is not approved, has changed or is under embargo.
    ExportPast,
    /// Ask somebody to write an article.
    Commission,
}

impl Right {
    pub const ALL: [Self; 10] = [
        Self::File,
        Self::Withdraw,
        Self::Hold,
        Self::Spike,
        Self::Reopen,
        Self::AskCheck,
        Self::SettleCheck,
        Self::WaiveCheck,
        Self::ExportPast,
        Self::Commission,
    ];
}

/// Who may hold a right: the author of the article at hand, or everybody of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Actor {
    Author,
    Reporter,
    Editor,
    Secretary,
}

impl From<Role> for Actor {
    fn from(role: Role) -> Self {
        match role {
            Role::Reporter => Self::Reporter,
            Role::Editor => Self::Editor,
            Role::Secretary => Self::Secretary,
        }
    }
}

impl Workflow {
    /// The three that a newsroom may start from.
    pub fn presets() -> Vec<Self> {
        vec![Self::two_step(), Self::three_step(), Self::long_chain()]
    }

    /// A small portal: the reporter files, an editor reviews and approves.
    pub fn two_step() -> Self {
        let mut portal = Self::preset("twoStep", OnChange::Reopen, &[], Vec::new());
        portal.review.gate.findings.errors = true;
        portal
    }

    /// A newspaper: after the review, the secretary approves.
    pub fn three_step() -> Self {
        let mut secretary = approval("secretary", &[Role::Secretary], OnChange::Reopen);
        secretary.gate.findings.errors = true;
        Self::preset("threeStep", OnChange::Flag, &[CheckKind::Names], vec![secretary])
    }

    /// A long chain: a second editor, the secretary, and the secretary again for release.
    pub fn long_chain() -> Self {
        let needed = [CheckKind::Photos, CheckKind::Figures, CheckKind::Names, CheckKind::Rights];
        let editors = &[Role::Editor, Role::Secretary];
        // The second editor reads for faults; whoever comes later answers for other things.
        let mut second = approval("secondEditor", editors, OnChange::Flag);
        second.gate.findings.errors = true;
        Self::preset(
            "longChain",
            OnChange::Flag,
            &needed,
            vec![
                second,
                approval("secretary", &[Role::Secretary], OnChange::Flag),
                approval("release", &[Role::Secretary], OnChange::Reopen),
            ],
        )
    }

    fn preset(
        name: &str,
        review_on_change: OnChange,
        needed: &[CheckKind],
        approvals: Vec<Step>,
    ) -> Self {
        use Actor::{Author, Editor, Reporter, Secretary};
        let everybody = vec![Author, Reporter, Editor, Secretary];
        let desk = vec![Editor, Secretary];
        let desk_and_author = vec![Author, Editor, Secretary];
        Self {
            name: name.to_owned(),
            filing: Gate { gaps: vec![Gap::Headline, Gap::Text], ..Gate::default() },
            exporting: FindingGate::default(),
            review: Step {
                id: StepId::review(),
                ..approval("review", &[Role::Editor, Role::Secretary], review_on_change)
            },
            approvals,
            needed: needed.to_vec(),
            checks_on_change: OnChange::Reopen,
            rights: BTreeMap::from([
                (Right::File, desk_and_author.clone()),
                (Right::Withdraw, vec![Author]),
                (Right::Hold, desk_and_author.clone()),
                (Right::Spike, desk_and_author),
                (Right::Reopen, desk.clone()),
                (Right::AskCheck, everybody),
                (Right::SettleCheck, desk.clone()),
                (Right::WaiveCheck, desk.clone()),
                (Right::ExportPast, desk.clone()),
                (Right::Commission, desk),
            ]),
        }
    }

    /// The steps that are signed after filing, in order: the review, then the approvals.
    pub fn chain(&self) -> impl Iterator<Item = &Step> {
        std::iter::once(&self.review).chain(&self.approvals)
    }

    /// A step by its place in the chain: 0 is the review, 1 the first approval.
    pub fn step(&self, place: usize) -> Option<&Step> {
        self.chain().nth(place)
    }

    pub fn place_of(&self, id: &StepId) -> Option<usize> {
        self.chain().position(|step| step.id == *id)
    }

    /// A workflow as an older version stored it, with what that version kept in code.
    #[must_use]
    pub fn completed(self) -> Self {
        if !self.review.roles.is_empty() {
            return self;
        }
        // That version had no gates on findings: none begins to stand in the way by an update.
        if let Some(preset) = Self::presets().into_iter().find(|preset| preset.name == self.name) {
            return preset.without_finding_gates();
        }
        let model = Self::long_chain().without_finding_gates();
        let approvals = self.approvals.into_iter().enumerate().map(|(n, step)| Step {
            id: StepId(format!("step{}", n + 1)),
            gate: model.review.gate.clone(),
            ..step
        });
        Self { name: self.name, approvals: approvals.collect(), needed: Vec::new(), ..model }
    }

    fn without_finding_gates(mut self) -> Self {
        let steps = std::iter::once(&mut self.review).chain(&mut self.approvals);
        let gates = steps.map(|step| &mut step.gate).chain(std::iter::once(&mut self.filing));
        gates.for_each(|gate| gate.findings = FindingGate::default());
        self.exporting = FindingGate::default();
        self
    }

    /// Brings names to NFC, gives ids to new steps and refuses what would leave articles with
    /// nobody to move them.
    ///
    /// # Errors
    /// `BadInput` with the param `what`: `workflowName`, `stepName`, `stepRoles`, `stepIds`,
    /// `stepCount`, or `filingRight` where nobody could file.
    pub fn accept(mut self) -> Result<Self> {
        if self.approvals.len() > STEP_LIMIT {
            return Err(Failure::bad_input("stepCount"));
        }
        self.name = name(&self.name).ok_or_else(|| Failure::bad_input("workflowName"))?;
        self.review.id = StepId::review();
        let mut taken = BTreeSet::from([StepId::filing(), StepId::review()]);
        for step in std::iter::once(&mut self.review).chain(&mut self.approvals) {
            step.name = name(&step.name).ok_or_else(|| Failure::bad_input("stepName"))?;
            once(&mut step.roles);
            once(&mut step.gate.gaps);
            once(&mut step.gate.checks);
            once(&mut step.gate.findings.rules);
            if step.roles.is_empty() {
                return Err(Failure::bad_input("stepRoles"));
            }
        }
        for step in &self.approvals {
            let id = &step.id.0;
            let plain = id.len() <= 24 && id.bytes().all(|b| b.is_ascii_alphanumeric());
            if !plain || (!id.is_empty() && !taken.insert(step.id.clone())) {
                return Err(Failure::bad_input("stepIds"));
            }
        }
        for step in self.approvals.iter_mut().filter(|step| step.id.0.is_empty()) {
            let free = (1..).map(|n: u32| StepId(format!("step{n}")));
            let id = free.into_iter().find(|id| !taken.contains(id));
            step.id = id.expect("there are more numbers than steps");
            taken.insert(step.id.clone());
        }
        once(&mut self.filing.gaps);
        once(&mut self.filing.checks);
        once(&mut self.filing.findings.rules);
        once(&mut self.exporting.rules);
        once(&mut self.needed);
        self.rights.values_mut().for_each(once);
        if self.rights.get(&Right::File).is_none_or(Vec::is_empty) {
            return Err(Failure::bad_input("filingRight"));
        }
        Ok(self)
    }
}

/// An approval step with the gate that presets share.
fn approval(id: &str, roles: &[Role], on_change: OnChange) -> Step {
    use Gap::{Byline, Caption, Headline, Lead, Photo, Text};
    Step {
        id: StepId(id.to_owned()),
        name: id.to_owned(),
        roles: roles.to_vec(),
        // Credit and alt text are asked for, not demanded: a handout's author may be unknown,
        // and the editor who approves answers for that.
        gate: Gate {
            gaps: vec![Headline, Lead, Text, Byline, Photo, Caption],
            checks: CheckKind::ALL.to_vec(),
            findings: FindingGate::default(),
        },
        on_change,
    }
}

fn name(text: &str) -> Option<String> {
    let name = normal::nfc(text.trim());
    let fits = !name.is_empty() && name.len() <= NAME_LIMIT && !name.contains(char::is_control);
    fits.then_some(name)
}

fn once<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_accepted_as_it_is() {
        for preset in Workflow::presets() {
            let mut sorted = preset.clone();
            let name = preset.name.clone();
            sorted = sorted.accept().unwrap_or_else(|failure| panic!("{name}: {failure}"));
            assert_eq!(sorted, preset, "{name}");
        }
    }

    #[test]
    fn a_workflow_of_an_older_store_gets_what_was_in_the_code_then() {
        let old = r#"{"name": "threeStep", "approvals": [{"name": "secretary", "roles": ["secretary"]}]}"#;
        let old: Workflow = serde_json::from_str(old).unwrap();
        assert_eq!(old.completed(), Workflow::three_step().without_finding_gates());

        let own = r#"{"name": "Của tôi", "approvals": [{"name": "Phó TBT", "roles": ["editor"]}]}"#;
        let own: Workflow = serde_json::from_str(own).unwrap();
        let own = own.completed().accept().unwrap();
        assert_eq!(own.name, "Của tôi");
        assert_eq!(own.approvals[0].name, "Phó TBT");
        assert!(!own.review.roles.is_empty() && !own.rights.is_empty());
    }

    #[test]
    fn what_would_leave_articles_with_nobody_is_refused_by_name() {
        let changed = |change: fn(&mut Workflow)| {
            let mut workflow = Workflow::long_chain();
            change(&mut workflow);
            workflow.accept().map_err(|failure| failure.params["what"].clone())
        };
        for (change, what) in [
            ((|w| w.name = "  ".into()) as fn(&mut Workflow), "workflowName"),
            (|w| w.approvals[0].name = String::new(), "stepName"),
            (|w| w.approvals[1].roles.clear(), "stepRoles"),
            (|w| w.review.roles.clear(), "stepRoles"),
            (|w| w.approvals[1].id = w.approvals[0].id.clone(), "stepIds"),
            (|w| w.approvals[1].id = StepId::review(), "stepIds"),
            (|w| w.approvals = vec![w.approvals[0].clone(); 13], "stepCount"),
            (|w| drop(w.rights.remove(&Right::File)), "filingRight"),
        ] {
            assert_eq!(changed(change), Err(what.to_owned()));
        }
    }

    #[test]
    fn a_new_step_gets_an_id_that_no_other_has() {
        let mut workflow = Workflow::three_step();
        workflow
            .approvals
            .push(Step { id: StepId("step1".into()), ..workflow.approvals[0].clone() });
        workflow.approvals.push(Step { id: StepId::default(), ..workflow.approvals[0].clone() });
        let accepted = workflow.accept().unwrap();
        assert_eq!(accepted.approvals[2].id, StepId("step2".into()));
    }
}
