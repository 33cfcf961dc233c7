// Plays a relying party that is told the issuer and its own registration and nothing else. Says at the end what it learned.
import * as client from 'openid-client';
import { listen, pause, say } from '../relying-party/loopback.mjs';

const { issuer, clientId, clientSecret, redirectUri, afterSignOut } = JSON.parse(process.argv[2]);
const config = await client.discovery(new URL(issuer), clientId, clientSecret, undefined, { execute: [client.allowInsecureRequests] });
const server = config.serverMetadata();
const browser = await listen(redirectUri);
client.enableNonRepudiationChecks(config);

async function authorizationUrl(parameters) {
  return server.pushed_authorization_request_endpoint
    ? client.buildAuthorizationUrlWithPAR(config, parameters)
    : client.buildAuthorizationUrl(config, parameters);
}

async function authorize(more = {}) {
  const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
  const back = await browser.visit(await authorizationUrl({
    redirect_uri: browser.address,
    scope: 'openid profile email offline_access',
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...more,
  }));
  return { address: new URL(back.url), checks: { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier } };
}

const redeem = ({ address, checks }, others = {}) => client.authorizationCodeGrant(config, address, { ...checks, ...others });

const signIn = async more => redeem(await authorize(more));

const refresh = tokens => client.refreshTokenGrant(config, tokens.refresh_token);

const introspect = tokens =>
  server.pushed_authorization_request_endpoint ? client.tokenIntrospection(config, tokens.access_token) : undefined;

async function refusalOf(attempt) {
  try {
    await attempt;
  } catch (error) {
    return error.error ?? error.cause?.message ?? error.message;
  }
  return 'nothing';
}

async function meetForgeries() {
  const answer = await authorize();
  const changed = change => {
    const address = new URL(answer.address);
    change(address.searchParams);
    return { ...answer, address };
  };

  return {
    state: await refusalOf(redeem(answer, { expectedState: client.randomState() })),
    noIssuer: await refusalOf(redeem(changed(query => query.delete('iss')))),
    otherIssuer: await refusalOf(redeem(changed(query => query.set('iss', 'https://id.fabrikam.example/')))),
    verifier: await refusalOf(redeem(answer, { pkceCodeVerifier: client.randomPKCECodeVerifier() })),
    nonce: await refusalOf(redeem(await authorize(), { expectedNonce: client.randomNonce() })),
  };
}

const first = await signIn();
const claims = first.claims();
const userinfo = await client.fetchUserInfo(config, first.access_token, claims.sub);
const introspection = await introspect(first);
const forgeries = await meetForgeries();

const second = await refresh(first);
const third = await refresh(second);
const renewed = await client.fetchUserInfo(config, third.access_token, claims.sub);
await pause('refreshed');
const reuse = await refusalOf(refresh(first));
const afterReuse = await refusalOf(refresh(third));

const another = await signIn();
await client.tokenRevocation(config, another.refresh_token, { token_type_hint: 'refresh_token' });
const afterRevocation = await refusalOf(refresh(another));

const last = await signIn();
const goodbye = await browser.visit(client.buildEndSessionUrl(config, {
  post_logout_redirect_uri: afterSignOut, id_token_hint: last.id_token, state: 'goodbye',
}));
const afterGoodbye = await refusalOf(refresh(last));
const silent = await refusalOf(signIn({ prompt: 'none' }));

say({
  learned: {
    claims, userinfo, introspection, renewed, forgeries,
    isRotated: new Set([first, second, third].map(tokens => tokens.refresh_token)).size === 3,
    goodbye: goodbye.url,
    refusals: { reuse, afterReuse, afterRevocation, afterGoodbye, silent },
  },
});
browser.close();
