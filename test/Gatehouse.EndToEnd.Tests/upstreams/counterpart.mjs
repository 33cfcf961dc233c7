// What upstream providers have in common here: they say {"ready": …} on standard output, obey orders that come as lines of standard input, and
// end with it.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const ends = [];
let isEnding = false;

const say = line => process.stdout.write(`${JSON.stringify(line)}\n`);

async function end(problem) {
  if (isEnding) return;

  isEnding = true;
  if (problem) console.error(problem);
  for (const step of ends.reverse()) await step();
  process.exit(problem ? 1 : 0);
}

/** Starts a provider with the configuration of the command line. An order is a line {"NAME": …}, which the function of that name obeys. */
export function provide(start, orders = {}) {
  process.on('uncaughtException', end);
  process.on('SIGTERM', () => end());
  process.on('SIGINT', () => end());

  let turn = (async () => say({ ready: await start(JSON.parse(process.argv[2])) }))();
  const obey = async line => {
    const [[name, value]] = Object.entries(JSON.parse(line));
    await orders[name](value);
    say({ done: name });
  };
  turn.catch(end);
  createInterface({ input: process.stdin })
    .on('line', line => {
      turn = turn.then(() => obey(line));
      turn.catch(end);
    })
    .on('close', () => end());
}

/** A temporary folder that goes with the provider. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'upstream-'));
  // At the very end, when nothing here can write into it any more.
  process.on('exit', () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }));
  return path;
}

/** Writes a key and its certificate to idp.key and idp.crt of a folder. */
export async function certify(path) {
  const files = ['idp.key', 'idp.crt'].map(name => join(path, name));
  await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-sha256', '-days', '7', '-subj', '/CN=Upstream',
    '-keyout', files[0], '-out', files[1]]);
  const [key, certificate] = await Promise.all(files.map(file => readFile(file, 'utf8')));
  return { key, certificate, body: certificate.replace(/-----.*?-----|\s/g, '') };
}

/** Listens at a port of the loopback address. */
export async function listen(port, handler) {
  const server = createServer(handler).listen(port, '127.0.0.1');
  ends.push(() => server.closeAllConnections());
  await once(server, 'listening');
}

/** Runs a program that goes with the provider; if the program ends first, that is an error. */
export function run(command, parameters, options = {}) {
  // A test that fails may kill this process, which could then not end the other any more.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...parameters], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', part => said.push(part) > 100 && said.shift());

  child.on('close', () => end(`${command} ended.\n${said.join('')}`));
  ends.push(async () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;

    child.kill('SIGKILL');
    await once(child, 'exit');
  });
}

/** Waits until an address answers with success. */
export async function answers(url) {
  const limit = Date.now() + 30_000;
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > limit) throw new Error(`${url} does not answer. Last: ${answer && answer.status + await answer.text()}`);

    await delay(100);
  }
}

const escape = text => String(text).replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);

/** Text of HTML in which values are escaped. */
export const html = (parts, ...values) => String.raw({ raw: parts }, ...values.map(escape));

/** A page with one form. */
export const page = (title, form) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,"></head>
<body><h1>${title}</h1>${form}</body></html>`;
