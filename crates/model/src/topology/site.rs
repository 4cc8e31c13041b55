//! Data centers: what each has of its own.

use core::ops::{Index, IndexMut};

use crate::request::{Request, RequestKey};
use crate::sim::core::Core;
use crate::topology::node::{MAX_SITES, NodeId};

/// One of something for each data center that there can be; the first is the one where there is but one.
// A vector, since to clone an array is to clone each of its entries by code of its own, which the page would have to load.
#[derive(Clone, Debug)]
pub(crate) struct PerSite<T>(Vec<T>);

impl<T: Default> Default for PerSite<T> {
    fn default() -> Self {
        Self((0..MAX_SITES).map(|_| T::default()).collect())
    }
}

impl<T> PerSite<T> {
    /// How many bytes they take on the heap, each as many as `inner` says.
    pub fn bytes(&self, inner: impl Fn(&T) -> usize) -> usize {
        self.0.capacity() * size_of::<T>() + self.0.iter().map(inner).sum::<usize>()
    }

    /// Each, in the order of the data centers.
    pub fn iter(&self) -> core::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// Each, to be changed.
    pub fn iter_mut(&mut self) -> core::slice::IterMut<'_, T> {
        self.0.iter_mut()
    }
}

impl<T> Index<u8> for PerSite<T> {
    type Output = T;

    #[inline(always)]
    fn index(&self, site: u8) -> &T {
        &self.0[usize::from(site)]
    }
}

impl<T> IndexMut<u8> for PerSite<T> {
    #[inline(always)]
    fn index_mut(&mut self, site: u8) -> &mut T {
        &mut self.0[usize::from(site)]
    }
}

impl Core {
    /// The data center that has a request: its web server's, or before it has one that of its address.
    #[inline]
    pub(crate) fn site_of(&self, request: &Request) -> u8 {
        self.config.site_of(request.web.map_or(request.address, NodeId::web))
    }

    /// As [`Core::site_of`], of the request with this key.
    #[inline]
    pub(crate) fn site_with(&self, key: RequestKey) -> u8 {
        self.requests.get(key).map_or(0, |request| self.site_of(request))
    }
}
