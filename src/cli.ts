#!/usr/bin/env node
// better-sqlite3 needs Node-API 10: an older Node ends in a crash without a word, so look before anything is loaded.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if ((major === 22 && minor >= 19) || (major === 24 && minor >= 11) || major > 24) {
  const { run } = await import('./commands/program.ts');
  await run(process.argv);
} else {
  process.stderr.write(
    `Inaugural needs Node 22.19 or later, or 24.11 or later; this is Node ${process.versions.node}. In a clone, "npm ci" brings the right one: start with "npm start" or "npx inaugural".\n`,
  );
  process.exitCode = 1;
}
