// An OpenID provider on Debian's glewlwyd, with a database of its own that is filled over its API.
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { answers, folder, provide, run } from '../upstreams/counterpart.mjs';

const types = {
  css: 'text/css', html: 'text/html', ico: 'image/x-icon', js: 'application/javascript', json: 'application/json', png: 'image/png',
  woff2: 'font/woff2',
};

const settings = (home, port) => `
port=${port}
bind_address="127.0.0.1"
external_url="http://127.0.0.1:${port}"
login_url="login.html"
api_prefix="api"
static_files_path="${home}/webapp/"
allow_origin="*"
log_mode="console"
log_level="WARNING"
cookie_secure=0
session_expiration=3600
session_key="GLEWLWYD2_SESSION_ID_${port}"
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
hash_algorithm="SHA512"
database = { type = "sqlite3"; path = "${home}/glewlwyd.db"; };
static_files_mime_types = (
${Object.entries(types).map(([extension, type]) => `{ extension = ".${extension}"; mime_type = "${type}"; }`).join(',\n')}
)
`;

// Debian's first data know the property by an older name, under which the plugin does not find it.
const listed = `update g_client_module_instance set gcmi_parameters =
json_set(gcmi_parameters, '$."data-format".post_logout_redirect_uris', json('{"multiple":true,"read":true,"write":true}'))`;

/** Somebody who is signed in at the API. */
async function person(api, username, password) {
  let cookie = '';
  const ask = async (method, path, body) => {
    const headers = { cookie, 'content-type': 'application/json' };
    const answer = await fetch(`${api}/${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);

    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
  };
  await ask('POST', 'auth/', { username, password });
  return ask;
}

provide(async ({ port, client_id, client_secret, redirect_uri, post_logout_redirect_uri, user }) => {
  const home = folder();
  const origin = `http://127.0.0.1:${port}`;
  const issuer = `${origin}/api/oidc`;

  // As Debian packs its pages they do not come up: config.json is a folder, and what links out of the folder is not served.
  const pages = '/usr/share/glewlwyd/webapp';
  await cp(pages, join(home, 'webapp'), { recursive: true, dereference: true, filter: path => path !== join(pages, 'config.json') });
  await cp('/usr/share/glewlwyd/templates/config.json', join(home, 'webapp', 'config.json'));
  await promisify(execFile)('sqlite3', [join(home, 'glewlwyd.db'), '.read /usr/share/dbconfig-common/data/glewlwyd/install/sqlite3', listed]);
  await writeFile(join(home, 'glewlwyd.conf'), settings(home, port));
  run('glewlwyd', ['-c', join(home, 'glewlwyd.conf')]);
  await answers(`${origin}/config/`);

  const admin = await person(`${origin}/api`, 'admin', 'password');
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  await admin('POST', 'mod/plugin/', {
    module: 'oidc',
    name: 'oidc',
    display_name: 'OpenID Connect',
    parameters: {
      iss: issuer,
      'jwt-type': 'rsa',
      'jwt-key-size': '256',
      key: privateKey,
      cert: publicKey,
      'jwks-show': true,
      'access-token-duration': 3600,
      'refresh-token-duration': 86400,
      'code-duration': 60,
      'refresh-token-rolling': true,
      'allow-non-oidc': false,
      'auth-type-code-enabled': true,
      'auth-type-refresh-enabled': true,
      'pkce-allowed': true,
      'allowed-scope': ['openid', 'profile', 'email'],
      'name-claim': 'mandatory',
      'email-claim': 'mandatory',
      'session-management-allowed': true,
      'session-cookie-name': `GLEWLWYD2_OIDC_SID_${port}`,
      'session-cookie-expiration': 3600,
      'front-channel-logout-allowed': true,
      'back-channel-logout-allowed': true,
    },
  });
  for (const name of ['profile', 'email'])
    await admin('POST', 'scope/', { name, display_name: name, password_required: true, password_max_age: 0 });
  await admin('PUT', 'scope/openid', { display_name: 'openid', password_required: true, password_max_age: 0 });

  const { login, ...rest } = user;
  await admin('POST', 'user/', { username: login, ...rest, enabled: true, scope: ['openid', 'profile', 'email', 'g_profile'] });
  await admin('POST', 'client/', {
    client_id,
    client_secret,
    name: client_id,
    confidential: true,
    enabled: true,
    authorization_type: ['code', 'refresh_token'],
    token_endpoint_auth_method: ['client_secret_basic', 'client_secret_post'],
    redirect_uri: [redirect_uri],
    post_logout_redirect_uris: [post_logout_redirect_uri],
    scope: [],
  });
  await (await person(`${origin}/api`, login, user.password))('PUT', `auth/grant/${client_id}`, { scope: 'openid profile email' });
  return { issuer };
});
