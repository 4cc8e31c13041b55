//! Jobs that a Web Worker does beside the page, so that the page neither loads their code nor waits for them.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use scalewalk_course::job::{Job, News};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, Event, MessageEvent, Worker};

use crate::browser::files;

thread_local! {
    /// A worker that waits for a job, or still loads.
    static READY: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

/// Has the code for jobs loaded, so that the next one begins at once.
pub fn prepare() {
    if READY.with_borrow(Option::is_none)
        && let Ok(worker) = Worker::new(&files::worker())
    {
        // One that cannot be loaded is not kept: the job tries again, and tells.
        let failed = Closure::once_into_js(|error: Event| {
            error.prevent_default();
            READY.take();
        });
        worker.set_onerror(Some(failed.unchecked_ref()));
        READY.set(Some(worker));
    }
}

/// A job under way. To drop it is to stop it.
#[derive(Debug)]
pub struct WorkerJob {
    worker: Option<Worker>,
    _news: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut(Event)>,
}

impl WorkerJob {
    /// Sends a worker for `job`, and calls `hear` with all that it tells.
    pub fn start(job: Job<'_>, hear: impl Fn(News) + 'static) -> Self {
        Self::send(&job.write(), Rc::new(hear))
    }

    fn send(job: &[u8], hear: Rc<dyn Fn(News)>) -> Self {
        let (tell, fail) = (Rc::clone(&hear), Rc::clone(&hear));
        let news = Closure::new(move |message: MessageEvent| {
            let data = message.data();
            tell(match data.as_string() {
                // Text comes from the script around the module: it could not be loaded, or has ended.
                Some(why) => News::Failed(why),
                None => {
                    let bytes = data.dyn_ref().map_or_else(Vec::new, Uint8Array::to_vec);
                    News::read(&bytes).unwrap_or_else(|error| News::Failed(error.to_string()))
                }
            });
        });
        let error = Closure::new(move |error: Event| {
            error.prevent_default();
            // Where the script itself could not be loaded, the browser does not say why.
            let why = error.dyn_ref().map_or_else(String::new, ErrorEvent::message);
            fail(News::Failed(why));
        });
        let worker = READY.take().map_or_else(|| Worker::new(&files::worker()), Ok).and_then(|worker| {
            worker.set_onmessage(Some(news.as_ref().unchecked_ref()));
            worker.set_onerror(Some(error.as_ref().unchecked_ref()));
            worker.post_message(&Uint8Array::from(job)).map(|()| worker)
        });
        // A page inside a sandbox may have no workers.
        if worker.is_err() {
            hear(News::Failed(String::new()));
        }
        Self { worker: worker.ok(), _news: news, _error: error }
    }
}

impl Drop for WorkerJob {
    fn drop(&mut self) {
        if let Some(worker) = &self.worker {
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
    }
}
