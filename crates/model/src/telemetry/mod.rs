//! What those see who watch a system: the counters and gauges that each machine tells a scraper every so often, error
//! lines, and the alerts raised by them. Pure: knows nothing of requests, and nothing that a scraper could not know.
//! [`crate::Sim`] lets it read; it never influences a run, but for a rollback that an alert brings about.

mod alert;
mod logs;
mod scrape;
mod visits;

pub use alert::{Alert, Alerts, Rule};
pub use logs::{Line, Logs};
pub use scrape::{Increase, Reading, Scrapes};
pub use visits::VisitCounts;
pub(crate) use visits::Visits;
