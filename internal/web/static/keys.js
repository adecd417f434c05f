// Keys for the queue of staff. Off until somebody switches them on at /staf/toetsen, and every key has a link that does
// the same. Nothing is sent from here: a key only follows a link or moves the focus.
(function () {
	"use strict";

	function cases() {
		return Array.prototype.slice.call(document.querySelectorAll(".app-queue__case a"));
	}

	// The case that has the focus, else the one that is open beside the list.
	function current() {
		var row = document.activeElement.closest(".app-queue__row") || document.querySelector(".app-queue__row[aria-current]");
		return row ? row.querySelector(".app-queue__case a") : null;
	}

	function move(step) {
		var all = cases();
		var next = all[Math.min(Math.max(all.indexOf(current()) + step, 0), all.length - 1)];
		if (next) {
			next.focus();
		}
	}

	function go(path) {
		var link = current();
		if (link) {
			location.assign("/staf/zaken/" + link.textContent.trim() + path);
		}
	}

	var keys = {
		j: function () { move(1); },
		k: function () { move(-1); },
		a: function () { go("/toewijzen"); },
		r: function () { go("/kamer"); },
		n: function () { go("/kamer/notities"); },
		"/": function () {
			var search = document.getElementById("q");
			if (search) {
				search.focus();
			}
		},
		"?": function () { location.assign("/staf/toetsen"); }
	};

	document.addEventListener("keydown", function (e) {
		var typing = e.target.closest("input, textarea, select, [contenteditable]");
		if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || typing || !Object.hasOwn(keys, e.key)) {
			return;
		}
		e.preventDefault();
		keys[e.key]();
	});
})();
