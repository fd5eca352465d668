// A home portal that is not ours, npm's oidc-provider, for the gateway to sign citizens in at:
//   node provider.mjs PORT GATEWAY CLIENT_KEYS
// Its citizens are named like the level that they reach: "low", or "substantial". Prints one line
// when it is ready, and ends with its standard input.
import { randomBytes, webcrypto } from 'node:crypto';
import { createServer } from 'node:http';
import Provider, { interactionPolicy } from 'oidc-provider';

const [port, gateway, clientKeys] = process.argv.slice(2);
const LEVELS = { low: 'urn:npm:low', substantial: 'urn:npm:substantial' };

async function signingKey() {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const { key_ops, ext, ...jwk } = await webcrypto.subtle.exportKey('jwk', pair.privateKey);
  return { ...jwk, alg: 'ES256', use: 'sig', kid: 'npm-1' };
}

/** Who signed in more weakly than is asked for now has to sign in again. */
function stepUp() {
  const policy = interactionPolicy.base();
  policy.get('login').checks.add(
    new interactionPolicy.Check('level_not_reached', 'a higher level is asked for', (ctx) => {
      const wanted = ctx.oidc.params.acr_values?.split(' ') ?? [];
      const reached = ctx.oidc.session?.acr;
      // Asked once: what was reached then is what there is.
      const asked = ctx.oidc.result?.login !== undefined;
      return !asked && reached !== undefined && wanted.length > 0 && !wanted.includes(reached);
    }),
  );
  return policy;
}

const provider = new Provider(`http://127.0.0.1:${port}`, {
  jwks: { keys: [await signingKey()] },
  clients: [
    {
      client_id: 'landbruecke',
      redirect_uris: [`${gateway}/login/oauth2/code/npm`],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      subject_type: 'pairwise',
      id_token_signed_response_alg: 'ES256',
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      require_pushed_authorization_requests: true,
      dpop_bound_access_tokens: true,
      backchannel_logout_uri: `${gateway}/logout/connect/back-channel/npm`,
      backchannel_logout_session_required: true,
      jwks: JSON.parse(clientKeys),
    },
  ],
  subjectTypes: ['pairwise'],
  pairwiseIdentifier: (ctx, accountId, client) => `npm-${client.clientId}-${accountId}`,
  acrValues: Object.values(LEVELS),
  cookies: { keys: [randomBytes(16).toString('hex')] },
  claims: {
    openid: ['sub'],
    profile: ['given_name', 'family_name'],
    email: ['email'],
    acr: null,
    auth_time: null,
    sid: null,
  },
  features: {
    backchannelLogout: { enabled: true },
    claimsParameter: { enabled: true },
    devInteractions: { enabled: false },
    // A nonce of its own in each proof (RFC 9449, section 8).
    dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource(ctx, form) {
        ctx.body = form.replace('</form>', '<input type="hidden" name="logout" value="yes"></form>');
      },
    },
  },
  interactions: { policy: stepUp(), url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  // Without its own guard of addresses: the gateway of a test is on this machine.
  fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
  findAccount: (ctx, accountId) => ({
    accountId,
    claims: () => ({ sub: accountId, given_name: 'Nora', family_name: `Muster-${accountId}` }),
  }),
  // What is released to whom is the gateway's to ask.
  async loadExistingGrant(ctx) {
    const { client, session, provider: own } = ctx.oidc;
    const grant = new own.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid profile email');
    grant.addOIDCClaims(['given_name', 'family_name', 'email']);
    await grant.save();
    return grant;
  },
});
provider.on('server_error', (ctx, error) => console.error(error));
provider.on('backchannel.error', (ctx, error) => console.error(error));

async function interaction(request, response) {
  if (request.method === 'GET') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><title>Login</title><form method="post" action="${request.url}">
      <input name="username"><input name="password" type="password">
      <button id="login-submit">Login</button></form>`);
    return;
  }
  let body = '';
  for await (const part of request) {
    body += part;
  }
  const name = new URLSearchParams(body).get('username');
  const level = name.split('-')[0];
  await provider.interactionFinished(request, response, {
    login: { accountId: name.split('-').at(-1), acr: LEVELS[level], amr: ['pwd'], remember: true },
  });
}

const handle = provider.callback();
createServer((request, response) => {
  if (request.url.startsWith('/interaction/')) {
    interaction(request, response).catch((error) => {
      console.error(error);
      response.statusCode = 500;
      response.end();
    });
  } else {
    handle(request, response);
  }
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
