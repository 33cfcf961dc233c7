// Plays a client that knows only the issuer and its own credentials. Reads one JSON object from the arguments and prints
// what it learned, as one JSON object, on standard output.
import * as oauth from 'oauth4webapi';

const { issuer, clientId, clientSecret, privateKey, method, audience } = JSON.parse(process.argv[2]);
const options = { [oauth.allowInsecureRequests]: true };

const url = new URL(issuer);
const discovery = await oauth.discoveryRequest(url, options);
const server = await oauth.processDiscoveryResponse(url, discovery);
const client = { client_id: clientId };

async function authentication() {
  switch (method) {
    case 'client_secret_post': return oauth.ClientSecretPost(clientSecret);
    case 'client_secret_basic': return oauth.ClientSecretBasic(clientSecret);
    case 'private_key_jwt': {
      const bytes = Buffer.from(privateKey, 'base64');
      const key = await crypto.subtle.importKey('pkcs8', bytes, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
      return oauth.PrivateKeyJwt(key);
    }
  }
  throw new Error(`unknown method ${method}`);
}

const grant = await oauth.clientCredentialsGrantRequest(server, client, await authentication(), {}, options);
const answer = await oauth.processClientCredentialsResponse(server, client, grant);

// RFC 9068 §4 as another implementation reads it, with the keys it fetches itself.
const request = new Request(audience, { headers: { authorization: `Bearer ${answer.access_token}` } });
const claims = await oauth.validateJwtAccessToken(server, request, audience, options);

async function introspect() {
  const response = await oauth.introspectionRequest(server, client, await authentication(), answer.access_token, options);
  return oauth.processIntrospectionResponse(server, client, response);
}

const before = await introspect();
const revocation = await oauth.revocationRequest(server, client, await authentication(), answer.access_token, options);
await oauth.processRevocationResponse(revocation);
const after = await introspect();

console.log(JSON.stringify({
  expiresIn: answer.expires_in,
  claims,
  activeBefore: before.active,
  activeAfter: after.active,
}));
