//! Where sessions are kept.

use crate::config::SessionMode;
use crate::params::declare::{choice, log, one_of, param, real, switch, whole};
use crate::params::{Choice, Param, Scale, Unit};

const MODES: [Choice; 3] = [
    choice("server", "on the server"),
    choice("sticky", "on the server, sticky"),
    choice("store", "in a shared store"),
];

#[rustfmt::skip]
pub(crate) const PARAMS: &[Param] = &[
    param("session.mode", "Sessions are kept", Unit::None, Scale::Choice(&MODES), 2.0, one_of!(sessions.mode, SessionMode),
        "Where the server finds out who is signed in.", "the stage's lesson"),
    param("session.time", "Work of the session store", Unit::Milliseconds, log(0.1, 5.0), 0.3, real!(sessions.op_ms),
        "Mean time one core needs to look a session up.", "as for the cache"),
    param("session.cores", "Cores of the session store", Unit::Cores, Scale::Steps(&[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0]), 4.0, whole!(sessions.cores),
        "Cores of the session store; one core looks up one session at a time.", "as for a cache node"),
    param("session.standby", "Standby session store", Unit::None, Scale::Switch, 0.0, switch!(sessions.standby),
        "Whether a second store follows the first, with all sessions, and takes its place once its death is noticed.", "off, to show what is missing"),
];
