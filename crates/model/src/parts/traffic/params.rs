//! Who comes, what they ask for, and the network between.

use crate::params::declare::{linear, log, log_or_zero, param, real, switch};
use crate::params::{Param, Scale, Unit};

#[rustfmt::skip]
pub(crate) const PARAMS: &[Param] = &[
    param("users", "Users a day", Unit::Users, log(1.0, 1e8), 100_000.0, real!(users),
        "How many people use the site on one day.", "each stage sets its own"),
    param("requests", "Requests a user a day", Unit::Count, log(1.0, 1000.0), 30.0, real!(requests_per_day),
        "How many requests one user sends a day.", "three visits of ten pages; an assumption"),
    param("peak", "Peak over mean", Unit::Times, linear(1.0, 10.0, 0.5), 3.0, real!(peak),
        "How much busier the peak hour is than the day's mean.", "a common planning factor of two to four"),
    param("mobile", "From the app", Unit::Percent, linear(0.0, 1.0, 0.05), 0.4, real!(mobile_share),
        "Share of requests that come from the mobile app and get JSON.", "an assumption; about half of web traffic is mobile"),
    param("reads", "Reads", Unit::Percent, linear(0.0, 1.0, 0.05), 0.9, real!(read_share),
        "Share of requests that only read.", "an assumption; reads far outnumber writes in most applications"),
    param("visit.requests", "Requests a visit", Unit::Count, linear(1.0, 50.0, 1.0), 10.0, real!(visit_requests),
        "Mean number of requests in one visit.", "an assumption"),
    param("visit.think", "Time between clicks", Unit::Seconds, log(1.0, 600.0), 30.0, real!(think_s),
        "Mean time between two requests of one visitor.", "an assumption of the order used in web benchmarks (TPC-W: 7 s)"),
    param("timeout", "Client gives up after", Unit::Seconds, log(0.1, 30.0), 3.0, real!(timeout_s),
        "How long a client waits for an answer.", "a common mobile client setting"),
    param("dns.ttl", "DNS time to live", Unit::Seconds, log_or_zero(1.0, 86_400.0), 300.0, real!(dns_ttl_s),
        "How long a client keeps the address that DNS gave it.", "five minutes, a common record setting"),
    param("dns.time", "DNS round trip", Unit::Milliseconds, log(1.0, 500.0), 30.0, real!(dns_ms),
        "Time from the question to the address.", "tens of milliseconds for a resolver that must ask further"),
    param("dns.second", "Second name server", Unit::None, Scale::Switch, 0.0, switch!(dns_second),
        "Whether a second name server is asked when the first does not answer, after 0.4 s.", "off, to show what is missing"),
    param("net.rtt", "Internet round trip", Unit::Milliseconds, log(1.0, 300.0), 60.0, real!(rtt_ms),
        "Mean round trip between client and site.", "across a continent, about 60 ms"),
    param("net.spread", "Spread of the round trip", Unit::Percent, linear(0.0, 1.0, 0.05), 0.15, real!(rtt_spread),
        "Share of the round trip that varies from request to request.", "an assumption: a fixed path and exponential queueing"),
    param("net.site", "Round trip inside the site", Unit::Milliseconds, log(0.05, 5.0), 0.5, real!(site_rtt_ms),
        "Round trip between two machines of one site.", "Dean's latency numbers: 0.5 ms inside a data center"),
    param("net.bandwidth", "Client bandwidth", Unit::Megabits, log(1.0, 1000.0), 20.0, real!(bandwidth_mbit),
        "How fast a client receives.", "a modest mobile connection"),
    param("page.bytes", "Size of a page", Unit::Kilobytes, log(1.0, 5000.0), 60.0, real!(page_kb),
        "Bytes of an HTML answer.", "median compressed HTML with inline parts, HTTP Archive order of magnitude"),
    param("json.bytes", "Size of a JSON answer", Unit::Kilobytes, log(0.1, 1000.0), 2.0, real!(json_kb),
        "Bytes of a JSON answer.", "a small object; an assumption"),
];
