// A provider that looks like Microsoft Entra: the tenant in the issuer, a subject of its own for every client, and the person's claims in the
// ID token.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { Provider } from 'oidc-provider';
import { answers, html, listen, page, provide } from '../upstreams/counterpart.mjs';

provide(async ({ port, tenant, clients, users }) => {
  const origin = `http://127.0.0.1:${port}`;
  const base = `/${tenant}/v2.0`;
  const issuer = origin + base;
  const accounts = new Map(users.map(user => [user.login.toLowerCase(), { tid: tenant, ...user.claims }]));
  const known = [...new Set([...accounts.values()].flatMap(Object.keys))];
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });

  const provider = new Provider(issuer, {
    clients: clients.map(client => ({
      ...client,
      ...client.jwks_uri && { token_endpoint_auth_method: 'private_key_jwt' },
      ...!client.jwks_uri && !client.client_secret && { token_endpoint_auth_method: 'none' },
    })),
    jwks: { keys: [{ ...key, kid: randomBytes(8).toString('hex'), use: 'sig', alg: 'RS256' }] },
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: (ctx, login, client) => createHash('sha256').update(`${client.clientId} ${login}`).digest('base64url'),
    claims: { openid: ['sub'], email: ['email'], profile: known.filter(claim => claim !== 'email') },
    conformIdTokenClaims: false,
    findAccount: (ctx, login) => accounts.has(login) && { accountId: login, claims: () => ({ sub: login, ...accounts.get(login) }) },
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid profile email offline_access');
      await grant.save();
      return grant;
    },
    // Without the dispatcher, which refuses the loopback address.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
    // Cookies know no ports, and one browser may meet several providers.
    cookies: {
      keys: [randomBytes(32).toString('hex')],
      names: { interaction: `interaction_${port}`, resume: `resume_${port}`, session: `session_${port}` },
    },
    interactions: { url: (ctx, { uid }) => `${base}/interaction/${uid}` },
    ttl: { AccessToken: 3600, AuthorizationCode: 60, Grant: 86400, IdToken: 3600, Interaction: 3600, RefreshToken: 86400, Session: 86400 },
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: {
        logoutSource: (ctx, form) => {
          ctx.body = page('Sign out?', `${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`);
        },
        postLogoutSuccessSource: ctx => {
          ctx.body = page('Signed out', '');
        },
      },
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = page('This did not work', html`<p id="problem">${out.error}: ${out.error_description}</p>`);
    },
  });
  for (const problem of ['authorization.error', 'grant.error', 'server_error'])
    provider.on(problem, (ctx, error) => console.error(problem, error.error_detail ?? error));

  async function signIn(request, answer) {
    const { params, prompt } = await provider.interactionDetails(request, answer);
    // Somebody who asks for consent gets it, as everybody does.
    if (prompt.name === 'consent') return provider.interactionFinished(request, answer, { consent: {} }, { mergeWithLastSubmission: true });

    const entered = request.method === 'POST' && new URLSearchParams(await text(request)).get('login').trim().toLowerCase();
    if (accounts.has(entered)) return provider.interactionFinished(request, answer, { login: { accountId: entered } });

    answer.setHeader('content-type', 'text/html; charset=utf-8');
    answer.end(page('Sign in', html`<form method="post"><label>Login <input name="login" value="${entered || params.login_hint || ''}"></label>
<button>Sign in</button> <p id="problem">${entered === false ? '' : 'There is no such login.'}</p></form>`));
  }

  const callback = provider.callback();
  await listen(port, (request, answer) => {
    if (request.url.startsWith(`${base}/interaction/`)) {
      signIn(request, answer).catch(error => answer.writeHead(400).end(error.message));
    } else if (request.url.startsWith(`${base}/`)) {
      // The provider takes what it no longer finds in the path for the path it lives under.
      request.originalUrl = request.url;
      request.url = request.url.slice(base.length);
      callback(request, answer);
    } else {
      answer.writeHead(404).end();
    }
  });
  await answers(`${issuer}/.well-known/openid-configuration`);
  return { issuer };
});
