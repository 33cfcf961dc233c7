// Plays a relying party that takes each step of a sign-in by itself. Says at the end what it learned.
import * as oauth from 'oauth4webapi';
import { listen, say } from '../relying-party/loopback.mjs';

const { issuer, clientId, clientSecret, method, responseMode, redirectUri } = JSON.parse(process.argv[2]);
const options = { [oauth.allowInsecureRequests]: true };
const ways = { client_secret_basic: oauth.ClientSecretBasic, client_secret_post: oauth.ClientSecretPost, none: oauth.None };

const url = new URL(issuer);
const server = await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, options));
const client = { client_id: clientId };
const authentication = ways[method](clientSecret);
const browser = await listen(redirectUri);

const [state, nonce, verifier] = [oauth.generateRandomState(), oauth.generateRandomNonce(), oauth.generateRandomCodeVerifier()];
const address = new URL(server.authorization_endpoint);
address.search = new URLSearchParams({
  client_id: clientId,
  response_type: 'code',
  response_mode: responseMode,
  redirect_uri: browser.address,
  scope: 'openid profile email offline_access',
  state,
  nonce,
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
});
const back = await browser.visit(address);
const answer = back.method === 'POST' ? new URLSearchParams(await oauth.formPostResponse(back)) : new URL(back.url);
const parameters = oauth.validateAuthResponse(server, client, answer, state);

const exchange = await oauth.authorizationCodeGrantRequest(
  server, client, authentication, parameters, browser.address, verifier, options);
const tokens = await oauth.processAuthorizationCodeResponse(server, client, exchange, { expectedNonce: nonce, requireIdToken: true });
await oauth.validateApplicationLevelSignature(server, exchange, options);
const claims = oauth.getValidatedIdTokenClaims(tokens);

// RFC 9068 §4 as another implementation reads it.
const request = new Request(server.userinfo_endpoint, { headers: { authorization: `Bearer ${tokens.access_token}` } });
const access = await oauth.validateJwtAccessToken(server, request, server.issuer, options);
const known = await oauth.userInfoRequest(server, client, tokens.access_token, options);
const userinfo = await oauth.processUserInfoResponse(server, client, claims.sub, known);

const renewal = await oauth.refreshTokenGrantRequest(server, client, authentication, tokens.refresh_token, options);
const renewed = await oauth.processRefreshTokenResponse(server, client, renewal);

say({
  learned: { cameBackBy: back.method, claims, access, userinfo, isRotated: renewed.refresh_token !== tokens.refresh_token },
});
browser.close();
