// What relying parties have in common here: they listen at their redirect address, and say on standard output where the person's browser has
// to go, one JSON object a line.
import { on, once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

const page = `<!doctype html>
<html lang="en"><head><title>Relying party</title><link rel="icon" href="data:,"></head><body><p id="back">You are back.</p></body></html>`;

export const say = line => console.log(JSON.stringify(line));

/** Listens at the port of an address, or at any if it names none. */
export async function listen(address) {
  const server = createServer().listen(Number(new URL(address).port), '127.0.0.1');
  await once(server, 'listening');
  const requests = on(server, 'request');
  const origin = `http://127.0.0.1:${server.address().port}`;

  return {
    address: origin + new URL(address).pathname,

    /** Sends the browser away and waits until it comes back. */
    async visit(url) {
      say({ open: url.href });
      const { value: [incoming, answer] } = await requests.next();
      const { method, headers } = incoming;
      const body = method === 'POST' ? await text(incoming) : undefined;
      answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
      return new Request(new URL(incoming.url, origin), { method, body, headers: { 'content-type': headers['content-type'] ?? '' } });
    },

    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Says that something is done, and waits until the other side says so as well. */
export async function pause(done) {
  const lines = createInterface({ input: process.stdin });
  say({ done });
  await once(lines, 'line');
  lines.close();
  process.stdin.destroy();
}
