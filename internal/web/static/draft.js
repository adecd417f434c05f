// Keeps the draft of a ruling while it is written: some seconds after the typing stopped the form of the page is sent as
// its own button would send it. Where another window has kept something else meanwhile nothing is sent any more, and the
// page says so. Without this script the buttons do the same.
(function () {
	"use strict";

	var PAUSE = 3000; // ms after the last key
	var AGAIN = 15000; // ms after the server could not be reached
	var LIMIT = 20000; // ms that an answer may take
	var MOST = 60000; // bytes that a browser still sends when the page closes

	var state = document.getElementById("kept");
	if (!state || !window.fetch || !window.FormData) {
		return;
	}
	var form = state.closest("form");
	var was = form.elements.namedItem("was");
	var stopped = Boolean(state.dataset.stop);
	var unwell = stopped; // the last time did not keep it
	var going = null;
	var leaving = false; // by a button, which sends it all
	var waiting = false;
	var timer = 0;
	var kept = state.dataset.dirty ? null : typed(); // what the server has
	var tried = null; // what it would not take

	say(state.dataset.stop || state.dataset.begin);

	function say(words) {
		if (state.textContent !== words) {
			state.textContent = words; // read aloud once
		}
	}

	function body() {
		return new URLSearchParams(new FormData(form)).toString();
	}

	function typed() {
		var all = new URLSearchParams(new FormData(form));
		all.delete("was");
		return all.toString();
	}

	function later(ms) {
		clearTimeout(timer);
		timer = setTimeout(save, ms);
	}

	function save(last) {
		var words = typed();
		clearTimeout(timer);
		if (stopped || going || words === kept || words === tried) {
			return;
		}
		var late = new AbortController();
		var clock = setTimeout(function () { late.abort(); }, LIMIT);
		going = fetch(form.action, {
			method: "POST",
			headers: { "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded" },
			body: body(),
			keepalive: last === true,
			signal: late.signal
		}).then(function (r) {
			if (r.status === 401) {
				unwell = stopped = true;
				say(state.dataset.lapsed);
				return null;
			}
			return r.json().then(function (a) {
				unwell = !r.ok;
				if (r.ok) {
					was.value = a.was;
					kept = words;
				} else if (r.status === 409) {
					stopped = true;
				} else {
					tried = words;
				}
				say(a.words);
			});
		}).catch(function () {
			unwell = true;
			say(state.dataset.failed);
			later(AGAIN);
		}).then(function () {
			clearTimeout(clock);
			going = null;
			if (!unwell && typed() !== kept) {
				later(PAUSE);
			}
		});
	}

	function changed() {
		leaving = false;
		later(PAUSE);
	}

	form.addEventListener("input", changed);
	form.addEventListener("change", changed);

	// A button waits for what is under way, which changes the text that the page began with.
	form.addEventListener("submit", function (e) {
		var button = e.submitter;
		clearTimeout(timer);
		if (!going) {
			leaving = true;
			return;
		}
		e.preventDefault();
		if (!waiting) {
			waiting = true;
			going.then(function () {
				waiting = false;
				form.requestSubmit(button);
			});
		}
	});

	document.addEventListener("visibilitychange", function () {
		if (document.visibilityState === "hidden" && !leaving) {
			save(body().length < MOST);
		}
	});

	window.addEventListener("beforeunload", function (e) {
		if (!leaving && typed() !== kept && (unwell || going || body().length >= MOST)) {
			e.preventDefault();
		}
	});

	window.addEventListener("pageshow", function () { leaving = false; });
})();
