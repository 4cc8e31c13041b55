//! Jobs that a Web Worker does beside the page, so that the page neither loads their code nor waits for them. Where no
//! worker may start, as in a sandbox, the page does them itself between its frames.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::futures::{JsFuture, spawn_local};
use js_sys::{Function, Promise, Uint8Array};
use leptos::prelude::document;
use scalewalk_course::job::{Job, News};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, Event, MessageEvent, Url, Worker, WorkerOptions, WorkerType};

use crate::browser::files;
use crate::browser::slices::Task;

/// What share of a frame the page may use for a job: the picture goes on.
const SHARE: f64 = 0.6;

thread_local! {
    /// A worker that waits for a job, or still loads.
    static READY: RefCell<Option<Worker>> = const { RefCell::new(None) };
    /// How often the page itself could not load the code.
    static FAILED: Cell<u32> = const { Cell::new(0) };
}

#[wasm_bindgen]
extern "C" {
    /// JavaScript's `import()`.
    #[wasm_bindgen(js_name = import)]
    fn import(url: &str) -> Promise;

    /// What the worker's script exports, see `www/worker.js`.
    type Script;

    #[wasm_bindgen(method)]
    fn begin(this: &Script, job: &Uint8Array) -> Promise;

    /// A job under way, see `crates/worker`.
    type Work;

    #[wasm_bindgen(method, catch)]
    fn advance(this: &Work, tell: &Function) -> Result<bool, JsValue>;
}

fn new_worker() -> Result<Worker, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&files::worker(), &options)
}

/// Has the code for jobs loaded, so that the next one begins at once.
pub fn prepare() {
    if READY.with_borrow(Option::is_some) {
        return;
    }
    let Ok(worker) = new_worker() else {
        return spawn_local(async {
            // What cannot be loaded is told with the job.
            let _ = script().await;
        });
    };
    // One that cannot be loaded is not kept: the job tries again, and tells.
    let failed = Closure::once_into_js(|error: Event| {
        error.prevent_default();
        READY.take();
    });
    worker.set_onerror(Some(failed.unchecked_ref()));
    READY.set(Some(worker));
}

/// A job under way. To drop it is to stop it.
#[derive(Debug)]
pub struct WorkerJob {
    worker: Option<Worker>,
    here: Task,
    _news: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut(Event)>,
}

impl WorkerJob {
    /// Sends a worker for `job`, and calls `hear` with all that it tells.
    pub fn start(job: Job<'_>, hear: impl Fn(News) + 'static) -> Self {
        Self::send(job.write(), Rc::new(hear))
    }

    fn send(job: Vec<u8>, hear: Rc<dyn Fn(News)>) -> Self {
        let here = Task::default();
        let tell = Rc::clone(&hear);
        let news = Closure::new(move |message: MessageEvent| tell(read(&message.data())));
        let message = Uint8Array::from(&job[..]);
        let instead = {
            let (here, hear) = (here.clone(), Rc::clone(&hear));
            move || work_here(here.clone(), job.clone(), Rc::clone(&hear))
        };
        let worker = READY.take().map_or_else(new_worker, Ok).and_then(|worker| {
            worker.set_onmessage(Some(news.as_ref().unchecked_ref()));
            worker.post_message(&message).map(|()| worker)
        });
        if worker.is_err() {
            instead();
        }
        let error = Closure::new(move |error: Event| {
            error.prevent_default();
            match error.dyn_ref() {
                Some(error) => hear(News::Failed(ErrorEvent::message(error))),
                // The worker's script could not be loaded, or may not be in a worker; the browser does not say which.
                None => instead(),
            }
        });
        if let Ok(worker) = &worker {
            worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        }
        Self { worker: worker.ok(), here, _news: news, _error: error }
    }
}

impl Drop for WorkerJob {
    fn drop(&mut self) {
        self.here.stop();
        if let Some(worker) = &self.worker {
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
    }
}

/// What a message of the worker says. Text comes from the script around the module: it could not be loaded, or has ended.
fn read(message: &JsValue) -> News {
    message.as_string().map_or_else(
        || {
            let bytes = message.dyn_ref().map_or_else(Vec::new, Uint8Array::to_vec);
            News::read(&bytes).unwrap_or_else(|error| News::Failed(error.to_string()))
        },
        News::Failed,
    )
}

/// Does `job` in the page.
fn work_here(task: Task, job: Vec<u8>, hear: Rc<dyn Fn(News)>) {
    spawn_local(async move {
        let work = match begin(&job).await {
            Ok(work) => work,
            Err(_) if task.is_stopped() => return,
            Err(error) => return hear(failed(&error)),
        };
        let tell = {
            let hear = Rc::clone(&hear);
            Closure::<dyn FnMut(JsValue)>::new(move |news: JsValue| hear(read(&news)))
        };
        let slice = move || {
            work.advance(tell.as_ref().unchecked_ref()).unwrap_or_else(|error| {
                hear(failed(&error));
                true
            })
        };
        task.in_frames(|| SHARE, slice, |_| {});
    });
}

fn failed(error: &JsValue) -> News {
    News::Failed(error.dyn_ref::<js_sys::Error>().map_or_else(String::new, |error| error.message().into()))
}

async fn begin(job: &[u8]) -> Result<Work, JsValue> {
    let work = JsFuture::from(script().await?.begin(&Uint8Array::from(job)));
    note_failure(work.await).map(JsCast::unchecked_into)
}

/// The worker's script, in the page itself.
async fn script() -> Result<Script, JsValue> {
    let base = document().base_uri()?.unwrap_or_default();
    let url = Url::new_with_base(&files::worker(), &base)?;
    // Under addresses of their own, since browsers keep what failed.
    if FAILED.get() > 0 {
        url.set_search(&format!("again={}", FAILED.get()));
    }
    note_failure(JsFuture::from(import(&url.href())).await).map(JsCast::unchecked_into)
}

fn note_failure<T, E>(result: Result<T, E>) -> Result<T, E> {
    FAILED.set(FAILED.get() + u32::from(result.is_err()));
    result
}
