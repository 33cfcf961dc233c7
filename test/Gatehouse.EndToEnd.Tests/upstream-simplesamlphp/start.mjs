// A SAML identity provider on Debian's SimpleSAMLphp, with PHP's own web server.
import { randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answers, certify, folder, provide, run } from '../upstreams/counterpart.mjs';

const sha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
const email = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';

const partners = {};
let home;

/** A PHP file that takes its variable from a JSON file beside it, which needs no escaping. */
async function configure(name, variable, value) {
  const path = join(home, name);
  // A request may read while this writes.
  await writeFile(`${path}.json.new`, JSON.stringify(value));
  await rename(`${path}.json.new`, `${path}.json`);
  await writeFile(`${path}.php`, `<?php $${variable} = json_decode(file_get_contents(__DIR__ . '/${name}.json'), true);\n`);
}

async function add({ entityId, acs, certificate, singleLogout }) {
  partners[entityId] = {
    AssertionConsumerService: acs,
    ...singleLogout && { SingleLogoutService: singleLogout },
    ...certificate && { certData: certificate, 'validate.authnrequest': true, 'validate.logout': true },
  };
  await configure('saml20-sp-remote', 'metadata', partners);
}

provide(async ({ port, users, sps = [], signResponse = true, signAssertion = true }) => {
  const origin = `http://127.0.0.1:${port}/`;
  const entityId = `${origin}saml2/idp/metadata.php`;
  home = folder();
  const { body } = await certify(home);
  await mkdir(join(home, 'sessions'));

  await configure('config', 'config', {
    baseurlpath: origin,
    certdir: home,
    datadir: home,
    loggingdir: home,
    metadatadir: home,
    tempdir: join(home, 'temp'),
    'logging.handler': 'errorlog',
    'admin.checkforupdates': false,
    'auth.adminpassword': randomBytes(16).toString('hex'),
    secretsalt: randomBytes(16).toString('hex'),
    'enable.saml20-idp': true,
    'module.enable': { core: true, exampleauth: true, saml: true },
    // Cookies know no ports, and one browser may meet several providers.
    'session.authtoken.cookiename': `SimpleSAMLAuthToken${port}`,
    'session.phpsession.cookiename': `SimpleSAML${port}`,
    'session.phpsession.savepath': join(home, 'sessions'),
    'session.cookie.secure': false,
    'language.cookie.secure': false,
    'trusted.url.domains': null,
  });
  await configure('authsources', 'config', {
    people: {
      0: 'exampleauth:UserPass',
      ...Object.fromEntries(Object.entries(users).map(([login, user]) => [`${login}:${user.password}`, user.attributes])),
    },
  });
  await configure('saml20-idp-hosted', 'metadata', {
    [entityId]: {
      host: '__DEFAULT__',
      privatekey: 'idp.key',
      certificate: 'idp.crt',
      auth: 'people',
      'signature.algorithm': sha256,
      'saml20.sign.response': signResponse,
      'saml20.sign.assertion': signAssertion,
      'sign.logout': true,
      NameIDFormat: [persistent, email],
      authproc: {
        1: { class: 'saml:PersistentNameID', attribute: 'id' },
        2: { class: 'saml:AttributeNameID', attribute: 'email', Format: email },
      },
    },
  });
  for (const sp of sps) await add(sp);

  run('php', ['-d', 'error_reporting=0', '-d', 'display_errors=0', '-S', `127.0.0.1:${port}`, '-t', '/usr/share/simplesamlphp/www'],
    { env: { ...process.env, SIMPLESAMLPHP_CONFIG_DIR: home } });
  await answers(entityId);
  return { entityId, metadataUrl: entityId, certificate: body };
}, { sp: add });
