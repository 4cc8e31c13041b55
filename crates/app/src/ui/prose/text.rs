//! The text of a stage.

use leptos::prelude::*;
use scalewalk_course::page::{Block, Inline};

use crate::browser::text::Text;
use crate::browser::{deferred, text};
use crate::state::shared::{Mode, shared};
use crate::ui::frame::parts_missing::PartsMissing;
use crate::ui::kit::format::bind;
use crate::ui::kit::icons;
use crate::ui::prose::claim::ClaimBox;
use crate::ui::prose::drag::Drag;
use crate::ui::prose::figure::Figure;

/// Pieces of a paragraph.
pub fn inlines(text: &'static [Inline]) -> AnyView {
    text.iter().map(inline).collect_view().into_any()
}

fn inline(piece: &'static Inline) -> AnyView {
    match piece {
        Inline::Text(text) => bind(text).into_any(),
        Inline::Emphasis(inner) => view! { <em>{inlines(inner)}</em> }.into_any(),
        Inline::Strong(inner) => view! { <strong>{inlines(inner)}</strong> }.into_any(),
        Inline::Code(text) => view! { <code>{*text}</code> }.into_any(),
        Inline::Term { kind, text } => view! {
            <span class=format!("term of-{}", kind.key())>
                {icons::term(*kind)}
                {*text}
            </span>
        }
        .into_any(),
        Inline::Param { lane, id, text } => view! { <Drag id=id lane=lane.map(usize::from) text=text /> }.into_any(),
        Inline::Figure { id, text } => view! { <Figure id=id text=text /> }.into_any(),
    }
}

/// Blocks of text.
pub fn blocks(blocks: &'static [Block]) -> AnyView {
    blocks.iter().map(block).collect_view().into_any()
}

fn block(block: &'static Block) -> AnyView {
    match block {
        Block::Paragraph(text) => view! { <p>{inlines(text)}</p> }.into_any(),
        Block::List(items) => {
            let items = items.iter().map(|item| view! { <li>{inlines(item)}</li> }).collect_view();
            view! { <ul>{items}</ul> }.into_any()
        }
        Block::Code { lines, .. } => view! {
            <pre tabindex="0">
                <code>{lines.join("\n")}</code>
            </pre>
        }
        .into_any(),
        Block::Claim { id, sentence } => view! { <ClaimBox id=id sentence=sentence /> }.into_any(),
    }
}

/// The text beside the picture. While one request is walked, the walk stands in its place.
#[component]
pub fn Prose() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let written = move || {
        let (stage, html) = &s.written;
        (s.stage.get().id == stage.id).then(|| view! { <div class="prose" inner_html=html.clone()></div> })
    };
    let missing = move || {
        (s.text.get() == Text::Missing).then(|| {
            view! {
                <p role="alert">{messages.text_missing}</p>
                <button class="plain" type="button" on:click=move |_| text::show(s)>
                    {messages.text_again}
                </button>
                {written()}
            }
        })
    };
    let walk = move || match s.deferred.get() {
        deferred::State::Here(deferred) => (deferred.walk)(),
        deferred::State::Coming => ().into_any(),
        deferred::State::Missing => view! { <PartsMissing /> }.into_any(),
    };
    let walking = Memo::new(move |_| s.mode.get() == Mode::Walk);
    view! {
        <div class="body" id="text" tabindex="-1">
            {move || walking.get().then(walk)}
            // Kept, so that claims go on running and the place in the text is not lost.
            <div class="prose" hidden=walking>
                {move || s.page().map(|page| blocks(page.body))}
                {missing}
            </div>
        </div>
    }
}
