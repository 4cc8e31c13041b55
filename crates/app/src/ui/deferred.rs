//! The parts of the page that no stage needs for its first picture, as `crate::browser::deferred` lists them.

use leptos::prelude::*;
use scalewalk_course::Lane;

use crate::diagram::overlay::dead_letters;
use crate::state::shared::Shared;
use crate::ui::challenge::ladder::Ladder;
use crate::ui::challenge::section::Challenge;
use crate::ui::chart::charts::Charts;
use crate::ui::control::controls::Controls;
use crate::ui::control::faults::Faults;
use crate::ui::control::site_select;
use crate::ui::curve::panel::CurvePanel;
use crate::ui::experiment::guided_experiments::GuidedExperiments;
use crate::ui::frame::about::About;
use crate::ui::frame::fingers;
use crate::ui::frame::frame_ways::FrameWays;
use crate::ui::frame::help::HelpDialog;
use crate::ui::frame::keys;
use crate::ui::frame::limits_of_the_model::LimitsOfTheModel;
use crate::ui::frame::live_region::LiveRegion;
use crate::ui::frame::stage_page::NextEnd;
use crate::ui::kit::ui::Ui;
use crate::ui::panel::panels::Panels;
use crate::ui::panel::shard_panel::ShardPanel;
use crate::ui::panel::state_text::StateText;
use crate::ui::time::change_buttons::ChangeButtons;
use crate::ui::time::full_screen::FullScreen;
use crate::ui::walk::walk_panel::WalkPanel;

/// All below text and picture, one below the other.
pub fn upright() -> AnyView {
    view! {
        <Ladder />
        <Challenge />
        <CurvePanel />
        <Controls />
        <Faults />
        <Charts />
        <Panels />
        <StateText />
        <GuidedExperiments />
        <LimitsOfTheModel />
        <NextEnd />
        <About />
    }
    .into_any()
}

/// What comes after the text, where it stands in a column of its own.
pub fn below_text() -> AnyView {
    view! {
        <Ladder />
        <Challenge />
        <GuidedExperiments />
        <LimitsOfTheModel />
        <NextEnd />
        <About />
    }
    .into_any()
}

/// The shards of a system that has some.
pub fn shards() -> AnyView {
    view! { <ShardPanel /> }.into_any()
}

/// What stands below the picture beside it.
pub fn instruments() -> AnyView {
    view! {
        <div class="instruments">
            <CurvePanel />
            <Controls />
            <Faults />
            <Charts />
        </div>
        <Panels />
        <StateText />
    }
    .into_any()
}

/// What the time bar has besides time.
pub fn tools() -> AnyView {
    view! {
        <ChangeButtons />
        <FullScreen />
    }
    .into_any()
}

/// What has no room of its own: the live region, the keys and their help, fingers.
pub fn overlays() -> AnyView {
    keys::listen();
    fingers::listen();
    view! {
        <LiveRegion />
        <HelpDialog />
    }
    .into_any()
}

/// The ways from a stage in a frame.
pub fn frame_ways() -> AnyView {
    view! { <FrameWays /> }.into_any()
}

/// One request, hop by hop.
pub fn walk() -> AnyView {
    view! { <WalkPanel /> }.into_any()
}

/// The choice of data center, after the words that it completes.
pub fn site_choice(s: Shared, ui: Ui, label: &'static str) -> AnyView {
    site_select::choice(s, ui, label)
}

/// The dead letters of the queue of `lane`.
pub fn dead_letters(s: Shared, lane: Lane) -> AnyView {
    dead_letters::list(s, lane)
}
