// The first script of each page, for browsers of any age. Its theme; where the page's folder is; whether the start page is
// meant; and what to say where the simulation cannot be started. `cargo xtask pages` lays it beside each page and one level up, since a
// host that serves `cache` without a slash has the browser look for it there.
(function () {
  var script = document.currentScript;
  var said = script ? script.dataset : {};
  var path = location.pathname;
  // What stands for nothing: a minifier takes quotes away.
  var none = '-';

  function folder() {
    var beside = script.src.replace(/[^/]*$/, '');
    var slash = path.slice(-said.stage.length - 1) !== '/' + said.stage;
    return said.stage !== none && slash ? beside.replace(/[^/]*\/$/, '') : beside;
  }

  // A query that speaks to the simulation means the first stage.
  function meant() {
    return location.search.slice(1).split('&').some(function (pair) {
      var key = pair.split('=')[0].replace(/^[ab]\./, '');
      return said.own.split(',').indexOf(key) >= 0;
    });
  }

  function tell(what, lacking, again) {
    var old = document.getElementById('start-notice');
    if (old) old.remove();
    var notice = document.getElementById('not-started').content.firstElementChild.cloneNode(true);
    notice.id = 'start-notice';
    notice.querySelectorAll('[data-when]').forEach(function (word) {
      word.hidden = word.dataset.when.split(' ').indexOf(what) < 0;
    });
    notice.querySelector('[data-lacking]').textContent = lacking;
    var place = document.querySelector('#static .lede');
    if (place) place.appendChild(notice);
    else document.body.insertBefore(notice, document.body.firstChild);
    var button = notice.querySelector('button');
    button.onclick = again ? function () { button.disabled = true; again(); } : function () { location.reload(); };
    return button;
  }

  // Says it once the page is there to say it in.
  function tellSoon(what, lacking) {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', function () { tell(what, lacking); });
    else tell(what, lacking);
  }

  // Before anything is painted, as crates/app/src/ui/kit/ui.rs does it later: what the address asks for, or what was kept.
  function theme() {
    var asked = /[?&]theme=(\w+)/.exec(location.search);
    var known = /^(light|dark|projector|system)$/;
    if (asked && known.test(asked[1])) return asked[1];
    try {
      return localStorage.getItem('scalewalk.theme');
    } catch (refused) {
      return null;
    }
  }

  var shown = theme();
  if (shown && shown !== 'system') document.documentElement.setAttribute('data-theme', shown);
  window.notStarted = tell;
  if (!script || !('noModule' in script)) return tellSoon('lacks', 'JavaScript modules');
  var base = document.createElement('base');
  base.href = folder();
  script.parentNode.insertBefore(base, script);
  if (said.own !== none && meant()) location.replace(base.href + said.first + '/' + location.search + location.hash);

  addEventListener('error', function (event) {
    if (!event.target || event.target.id !== 'start-script') return;
    if (location.protocol === 'file:') tellSoon('file', '');
    // What hides its origin may load a script such as this one, and no module unless its host says so.
    else tellSoon(self.origin === 'null' ? 'blocked' : 'missing', '');
  }, true);
})();
