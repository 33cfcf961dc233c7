// A SAML identity provider on samlify: who enters a login is signed in, and answers go by POST.
import { createHash, randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { inflateRawSync } from 'node:zlib';
import samlify from 'samlify';
import { certify, folder, html, listen, page, provide } from '../upstreams/counterpart.mjs';

samlify.setSchemaValidator({ validate: async () => 'fine' });

const { Extractor, IdentityProvider, SamlLib, ServiceProvider } = samlify;
const redirect = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';
const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const authentication = `<saml:AuthnStatement AuthnInstant="{AuthnInstant}" SessionIndex="{SessionIndex}"><saml:AuthnContext>
<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef>
</saml:AuthnContext></saml:AuthnStatement>`;

const partners = new Map();
let config;

function add({ metadata }) {
  const { signAssertion = true, signResponse = true } = config;
  const sp = ServiceProvider({ metadata, wantMessageSigned: signResponse, wantLogoutRequestSigned: true, wantLogoutResponseSigned: true });
  // Our configuration decides, not the wish in the metadata.
  sp.entityMeta.isWantAssertionsSigned = () => signAssertion;
  partners.set(sp.entityMeta.getEntityID(), sp);
}

/** A message of the redirect binding, whose sender is one of the partners. */
function read(url) {
  const query = Object.fromEntries(url.searchParams);
  const name = query.SAMLResponse ? 'SAMLResponse' : 'SAMLRequest';
  const xml = inflateRawSync(Buffer.from(query[name], 'base64')).toString();
  const { issuer, force } = Extractor.extract(xml, [
    { key: 'issuer', localPath: ['~', 'Issuer'], attributes: [] },
    { key: 'force', localPath: ['~'], attributes: ['ForceAuthn'] },
  ]);
  const sp = partners.get(issuer);
  if (!sp) throw new Error(`${issuer} is unknown.`);

  // What is signed is the parameters as they were sent (saml-bindings §3.4.4.1).
  const sent = url.search.slice(1).split('&');
  const octetString = [name, 'RelayState', 'SigAlg'].flatMap(key => sent.filter(part => part.startsWith(`${key}=`))).join('&');
  return { sp, query, octetString, isForced: ['true', '1'].includes(force), isAnswer: name === 'SAMLResponse' };
}

const nameOf = (sp, login) => createHash('sha256').update(`${sp.entityMeta.getEntityID()} ${login}`).digest('hex');

async function respond(idp, sp, request, { login, index, since }, relayState) {
  const attributes = Object.entries(config.users[login]);
  const statement = SamlLib.attributeStatementBuilder(attributes.map(([name], at) => (
    { name, valueTag: `value${at}`, nameFormat: 'urn:oasis:names:tc:SAML:2.0:attrname-format:basic', valueXsiType: 'xs:string' })));
  const target = sp.entityMeta.getAssertionConsumerService('post');
  const now = new Date();
  const later = new Date(now.getTime() + 300_000).toISOString();
  const tags = {
    ID: `_${randomUUID()}`,
    AssertionID: `_${randomUUID()}`,
    IssueInstant: now.toISOString(),
    Issuer: idp.entityMeta.getEntityID(),
    Destination: target,
    SubjectRecipient: target,
    Audience: sp.entityMeta.getEntityID(),
    InResponseTo: request.extract.request.id,
    StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
    NameIDFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    NameID: nameOf(sp, login),
    SubjectConfirmationDataNotOnOrAfter: later,
    ConditionsNotBefore: now.toISOString(),
    ConditionsNotOnOrAfter: later,
    AuthnInstant: since,
    SessionIndex: index,
    ...Object.fromEntries(attributes.map(([, value], at) => [`attrValue${at}`, value])),
  };
  const { context } = await idp.createLoginResponse(sp, request, 'post', {}, template => ({
    id: tags.ID,
    context: SamlLib.replaceTagsByValue(template.replace('{AuthnStatement}', authentication).replace('{AttributeStatement}', statement), tags),
  }));
  return page('Signed in', html`<form method="post" action="${target}"><input type="hidden" name="SAMLResponse" value="${context}">
<input type="hidden" name="RelayState" value="${relayState ?? ''}"><button>Continue</button></form>
<script>document.forms[0].submit();</script>`);
}

provide(async settings => {
  config = settings;
  const { port, users, sps = [], signRequests = true } = config;
  const origin = `http://127.0.0.1:${port}`;
  const { key, certificate } = await certify(folder());
  const idp = IdentityProvider({
    entityID: `${origin}/metadata`,
    signingCert: certificate,
    privateKey: key,
    requestSignatureAlgorithm: rsaSha256,
    wantAuthnRequestsSigned: signRequests,
    wantLogoutRequestSigned: signRequests,
    wantLogoutResponseSigned: signRequests,
    nameIDFormat: ['urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'],
    singleSignOnService: [{ Binding: redirect, Location: `${origin}/sso` }],
    singleLogoutService: [{ Binding: redirect, Location: `${origin}/slo` }],
    // The order of the schema, which is not the one of samlify.
    elementsOrder: ['KeyDescriptor', 'SingleLogoutService', 'NameIDFormat', 'SingleSignOnService'],
  });
  sps.forEach(add);

  // Cookies know no ports, and one browser may meet several providers.
  const cookie = `samlify_${port}`;
  const sessions = new Map();
  const idOf = request => request.headers.cookie?.split('; ').find(pair => pair.startsWith(`${cookie}=`))?.slice(cookie.length + 1);

  async function signIn(request, answer, url) {
    const message = read(url);
    const asked = await idp.parseLoginRequest(message.sp, 'redirect', message);
    let session = sessions.get(idOf(request));
    if (request.method === 'POST') {
      const login = new URLSearchParams(await text(request)).get('login').trim();
      if (!users[login]) return page('Sign in', form(login, 'There is no such login.'));

      session = { login, index: `_${randomUUID()}`, since: new Date().toISOString(), visited: new Set() };
      const id = randomUUID();
      sessions.set(id, session);
      answer.setHeader('set-cookie', `${cookie}=${id}; Path=/; HttpOnly`);
    } else if (!session || message.isForced) {
      return page('Sign in', form('', ''));
    }

    session.visited.add(message.sp);
    return respond(idp, message.sp, asked, session, message.query.RelayState);
  }

  /** Takes the person to every partner visited, one after the other, each of which sends the person back. */
  function signOut(request, answer) {
    const id = idOf(request);
    const { visited, login, index } = sessions.get(id) ?? { visited: new Set() };
    const [sp] = visited;
    if (!sp) {
      sessions.delete(id);
      return page('Signed out', '');
    }

    visited.delete(sp);
    const { context } = idp.createLogoutRequest(sp, 'redirect', { logoutNameID: nameOf(sp, login), sessionIndex: index });
    answer.writeHead(302, { location: context });
  }

  async function logOut(request, answer, url) {
    const message = read(url);
    if (message.isAnswer) {
      await idp.parseLogoutResponse(message.sp, 'redirect', message);
      answer.writeHead(302, { location: '/sign-out' });
      return;
    }

    const asked = await idp.parseLogoutRequest(message.sp, 'redirect', message);
    sessions.delete(idOf(request));
    const { context } = idp.createLogoutResponse(message.sp, asked, 'redirect', message.query.RelayState);
    answer.writeHead(302, { location: context });
  }

  const form = (login, problem) => html`<form method="post"><label>Login <input name="login" value="${login}"></label> <button>Sign in</button>
<p id="problem">${problem}</p></form>`;
  const places = { '/metadata': () => idp.getMetadata(), '/sso': signIn, '/slo': logOut, '/sign-out': signOut };

  await listen(port, async (request, answer) => {
    const url = new URL(request.url, origin);
    answer.setHeader('content-type', url.pathname === '/metadata' ? 'application/samlmetadata+xml' : 'text/html; charset=utf-8');
    try {
      answer.end(await places[url.pathname](request, answer, url));
    } catch (error) {
      console.error(error);
      answer.writeHead(400).end(page('This did not work', html`<p id="problem">${error.message ?? error}</p>`));
    }
  });
  return { entityId: `${origin}/metadata`, metadataUrl: `${origin}/metadata` };
}, { sp: add });
