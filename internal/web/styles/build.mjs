// Compiles site.scss and app/*.css into ../static/site.<hash>.css, which is
// committed and embedded. "--check" writes nothing and fails when the
// committed file is not what would be written.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static");
const parts = ["tokens", "base", "shell", "case", "work", "file", "print", "chart"];

const notice =
  "/*! Parts of this file come from govuk-frontend, MIT licence," +
  " Copyright (C) 2017 Crown Copyright (Government Digital Service). See NOTICES.txt. */\n";

// The same rule as in static.go: ten hexadecimal digits of SHA-256.
const hash = (data) => createHash("sha256").update(data).digest("hex").slice(0, 10);

function hashedName(name) {
  const dot = name.lastIndexOf(".");
  return `${name.slice(0, dot)}.${hash(readFileSync(join(out, name)))}${name.slice(dot)}`;
}

function compile() {
  const options = { style: "compressed", loadPaths: [join(here, "node_modules")], charset: false };
  const base = sass.compile(join(here, "site.scss"), options).css;
  const own = parts.map((p) => readFileSync(join(here, "app", `${p}.css`), "utf8")).join("\n");
  const css = base + "\n" + sass.compileString(own, { ...options, syntax: "css" }).css;
  return notice + css.replace(/url\(([\w.-]+\.woff2)\)/g, (_, name) => `url(${hashedName(name)})`) + "\n";
}

const css = compile();
const name = `site.${hash(css)}.css`;
const old = readdirSync(out).filter((f) => /^site\.[0-9a-f]+\.css$/.test(f));

if (process.argv.includes("--check")) {
  if (old.length !== 1 || old[0] !== name || readFileSync(join(out, name), "utf8") !== css) {
    console.error(`static/${old.join(", ")} is not what the sources give (${name}); run: make css`);
    process.exit(1);
  }
} else {
  for (const f of old) rmSync(join(out, f));
  writeFileSync(join(out, name), css);
  console.log(`internal/web/static/${name}: ${css.length} bytes`);
}
