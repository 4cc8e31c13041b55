//! Photo uploads, the message queue and its workers.

use crate::config::WorkMode;
use crate::params::declare::{choice, linear, log, log_or_zero, one_of, param, real, switch, whole};
use crate::params::{Choice, Param, Scale, Unit};

const MODES: [Choice; 2] = [choice("sync", "before the answer"), choice("queue", "later, through the queue")];

#[rustfmt::skip]
pub(crate) const PARAMS: &[Param] = &[
    param("upload.share", "Photo uploads", Unit::Percent, linear(0.0, 1.0, 0.005), 0.02, real!(queue.upload_share),
        "Share of requests that upload a photo, outside spikes.", "few upload and many look; an assumption"),
    param("upload.spike", "Uploads in a spike", Unit::Times, linear(1.0, 20.0, 1.0), 1.0, real!(queue.spike),
        "How many times as many uploads come in a spike; 1 is no spike.", "none, to begin with"),
    param("upload.every", "A spike every", Unit::Seconds, log(10.0, 3600.0), 60.0, real!(queue.spike_every_s),
        "From one spike to the next.", "once a minute, so that it can be watched"),
    param("upload.spike_time", "A spike lasts", Unit::Seconds, log(1.0, 600.0), 10.0, real!(queue.spike_s),
        "How long a spike lasts.", "an event that everyone takes a photo of, shortened"),
    param("queue.mode", "Photos are worked on", Unit::None, Scale::Choice(&MODES), 1.0, one_of!(queue.mode, WorkMode),
        "By the web server before it answers, or by a worker later.", "the stage's lesson"),
    param("queue.work_time", "Work on a photo", Unit::Milliseconds, log(10.0, 10_000.0), 400.0, real!(queue.work_ms),
        "Mean time to crop, sharpen and blur a photo.", "some hundred milliseconds a photo of several megapixels on one core"),
    param("queue.workers", "Workers", Unit::Count, linear(0.0, 64.0, 1.0), 4.0, whole!(queue.workers),
        "Each works on one photo at a time.", "as many as keep up"),
    param("queue.time", "Work of the queue", Unit::Milliseconds, log(0.05, 5.0), 0.2, real!(queue.op_ms),
        "Mean time one core of the queue needs to take a message.", "as for the cache, and a little more"),
    param("queue.visibility", "A message comes back after", Unit::Seconds, log(1.0, 600.0), 10.0, real!(queue.visibility_s),
        "A message that was taken and not deleted appears again after this time.", "30 s in a well-known hosted queue; shortened, so that it can be watched"),
    param("queue.tries", "Tries before the dead letters", Unit::Count, linear(1.0, 10.0, 1.0), 3.0, whole!(queue.tries),
        "A message that was taken so often without success is put aside.", "three to five are common"),
    param("queue.idempotent", "Idempotent workers", Unit::None, Scale::Switch, 1.0, switch!(queue.idempotent),
        "Whether a worker sees what of a job has been done, and leaves it.", "on, as it should be"),
    param("queue.durable", "Durable queue", Unit::None, Scale::Switch, 1.0, switch!(queue.durable),
        "Whether messages are written to disk before they are acknowledged.", "on, as it should be"),
    param("queue.disk_time", "Writing a message to disk", Unit::Milliseconds, log(0.1, 20.0), 1.0, real!(queue.disk_ms),
        "Mean time that a durable queue needs besides for each message.", "a flush to a solid-state disk takes about a millisecond"),
    param("queue.auto", "Autoscaled workers", Unit::None, Scale::Switch, 0.0, switch!(queue.auto),
        "Whether the number of workers follows the backlog.", "off, to begin with"),
    param("queue.drain", "Backlog to be done within", Unit::Seconds, log(0.5, 600.0), 2.0, real!(queue.drain_s),
        "The autoscaler wants as many workers as can do all messages in this time.", "short enough to be watched"),
    param("queue.boot", "A new worker is ready after", Unit::Seconds, log_or_zero(0.1, 600.0), 5.0, real!(queue.boot_s),
        "Time a worker that the autoscaler adds takes to start.", "a container; a machine takes a minute or more"),
    param("queue.max", "Most workers", Unit::Count, linear(1.0, 64.0, 1.0), 16.0, whole!(queue.max),
        "The autoscaler adds no more.", "as many as can be watched"),
    param("queue.standby", "Standby queue", Unit::None, Scale::Switch, 0.0, switch!(queue.standby),
        "Whether a second queue has every message that was acknowledged, and takes the first one’s place once its death is noticed.", "off, to show what is missing"),
];
