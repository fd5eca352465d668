// Tries the authorization server with clients that are not ours:
//   node clients.mjs GATEWAY SERVICE_PORTAL HOME_PORTAL KEYS
// The service demo-bw-service signs a citizen of Saxony in; Saxony's back end exchanges its token.
// Prints one line of JSON for each check, {"name", "fault"?}, and ends with 0 after the last one.
// Nothing that is printed has a token in it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRemoteJWKSet, importJWK, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { Browser } from './browser.mjs';

const [gateway, servicePortal, homePortal, keyFile] = process.argv.slice(2);
const keys = JSON.parse(await readFile(keyFile, 'utf8')).keys;

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const SUBSTANTIAL = 'http://bsi.bund.de/eID/LoA/substantiell';
const AUDIENCE = 'https://api.bw.demo.landbruecke.example';
const CALLBACK = `${servicePortal}/hund-anmelden/zurueck`;

async function check(name, action) {
  try {
    await action();
    console.log(JSON.stringify({ name }));
  } catch (fault) {
    const { code, error, error_description: description, status } = fault;
    const answer = JSON.stringify({ code, error, description, status });
    console.log(JSON.stringify({ name, fault: `${fault.message} ${answer}` }));
  }
}

/** A client of `issuer`, which remembers its last request. */
async function clientOf(issuer, id, algorithm = 'oidc') {
  const jwk = keys.find((key) => key.kid === id);
  const key = { key: await importJWK(jwk, 'ES256'), kid: id };
  const metadata = { token_endpoint_auth_method: 'private_key_jwt' };
  const config = await client.discovery(
    new URL(issuer),
    id,
    metadata,
    client.PrivateKeyJwt(key),
    // The demonstration has no certificates.
    { algorithm, execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
  );
  config[client.customFetch] = (url, options) => {
    config.last = { url, options };
    return fetch(url, options);
  };
  return config;
}

/** Begins a sign-in by a pushed request. */
async function begin(config, redirectUri, parameters, DPoP) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const checks = {
    pkceCodeVerifier,
    expectedState: client.randomState(),
    expectedNonce: client.randomNonce(),
    idTokenExpected: true,
  };
  const address = await client.buildAuthorizationUrlWithPAR(
    config,
    {
      redirect_uri: redirectUri,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: checks.expectedState,
      nonce: checks.expectedNonce,
      ...parameters,
    },
    { DPoP },
  );
  return { address, checks };
}

async function signIn(browser, page) {
  return browser.press(page, 'login-submit', { username: 'clara', password: 'demo' });
}

/** That the server answers no, with this status, this `error` and, where given, this `reason`. */
async function refused(promise, status, error, reason) {
  const fault = await promise.then(
    () => assert.fail('it was accepted'),
    (rejection) => rejection,
  );
  const challenge = fault instanceof client.WWWAuthenticateChallengeError;
  const answer = challenge ? fault.cause[0].parameters : fault.cause;
  assert.deepEqual(
    { status: fault.status, error: answer?.error, reason: answer?.reason },
    { status, error, reason },
    fault.message,
  );
}

const browser = new Browser();
let service;
let proof;
let begun;
let answer;
let tokens;

await check('discovery, both documents are found and say the same', async () => {
  service = await clientOf(gateway, 'demo-bw-service');
  const other = await clientOf(gateway, 'demo-bw-service', 'oauth2');
  assert.deepEqual(other.serverMetadata(), service.serverMetadata());
  assert.equal(service.serverMetadata().issuer, gateway);
});

await check('pushed request with private_key_jwt and DPoP, is taken', async () => {
  proof = client.getDPoPHandle(service, await client.randomDPoPKeyPair());
  const parameters = { scope: 'openid profile hund.lesen', acr_values: SUBSTANTIAL };
  begun = await begin(service, CALLBACK, parameters, proof);
  assert.deepEqual([...begun.address.searchParams.keys()].sort(), ['client_id', 'request_uri']);
});

await check('sign-in by account choice, portal and release, leads back to the service', async () => {
  let page = await browser.open(begun.address, CALLBACK);
  page = await signIn(browser, await browser.press(page, 'account-amt24'));
  page = await browser.press(page, 'consent-allow', { merken: 'ja', portale: 'ja' });
  assert.ok(page.url.href.startsWith(CALLBACK));
  answer = page.url;
});

await check('answer of another issuer or of none, is refused by the library', async () => {
  for (const issuer of ['https://attacker.example', undefined]) {
    const wrong = new URL(answer);
    wrong.searchParams.delete('iss');
    if (issuer) {
      wrong.searchParams.set('iss', issuer);
    }
    await assert.rejects(
      client.authorizationCodeGrant(service, wrong, begun.checks, undefined, { DPoP: proof }),
      { code: 'OAUTH_INVALID_RESPONSE' },
    );
  }
});

await check('code with PKCE and DPoP, the answer and the ID token hold', async () => {
  const options = { DPoP: proof };
  tokens = await client.authorizationCodeGrant(service, answer, begun.checks, undefined, options);
  assert.equal(tokens.token_type, 'dpop');
  assert.equal(tokens.claims().acr, SUBSTANTIAL);
});

await check('userinfo with DPoP, answers the released attributes', async () => {
  const { sub } = tokens.claims();
  const info = await client.fetchUserInfo(service, tokens.access_token, sub, { DPoP: proof });
  assert.equal(info.given_name, 'Clara');
  assert.equal(info.email, undefined);
});

await check('proof used again, is refused', async () => {
  const { url, options } = service.last;
  const response = await fetch(url, options);
  assert.equal(response.status, 401);
  assert.match(response.headers.get('www-authenticate'), /error="invalid_dpop_proof"/);
});

await check('bound token used as bearer, is refused', async () => {
  const { sub } = tokens.claims();
  await refused(client.fetchUserInfo(service, tokens.access_token, sub), 401, 'invalid_token');
});

await check('bound token with a proof of another key, is refused', async () => {
  const other = client.getDPoPHandle(service, await client.randomDPoPKeyPair());
  const { sub } = tokens.claims();
  await assert.rejects(client.fetchUserInfo(service, tokens.access_token, sub, { DPoP: other }), {
    status: 401,
  });
});

await check('access token, holds at an interface that checks RFC 9068 and DPoP', async () => {
  const url = new URL('/userinfo', gateway);
  const use = { DPoP: proof };
  await client.fetchProtectedResource(service, tokens.access_token, url, 'GET', null, null, use);
  const request = new Request(url, { headers: service.last.options.headers });
  const claims = await oauth.validateJwtAccessToken(service.serverMetadata(), request, AUDIENCE, {
    requireDPoP: true,
    [oauth.allowInsecureRequests]: true,
  });
  assert.equal(claims.client_id, 'demo-bw-service');
  assert.equal(claims.acr, SUBSTANTIAL);
});

await check('code used again, is refused and ends its tokens', async () => {
  const again = await begin(service, CALLBACK, { scope: 'openid', prompt: 'none' }, proof);
  const { url } = await browser.open(again.address, CALLBACK);
  const redeem = () =>
    client.authorizationCodeGrant(service, url, again.checks, undefined, { DPoP: proof });
  const first = await redeem();
  assert.equal(first.claims().sub, tokens.claims().sub);
  await refused(redeem(), 400, 'invalid_grant');
  const asked = await client.tokenIntrospection(service, first.access_token);
  assert.equal(asked.active, false);
});

await check('refresh with DPoP, yields a token for the same citizen', async () => {
  const use = { DPoP: proof };
  const next = await client.refreshTokenGrant(service, tokens.refresh_token, undefined, use);
  assert.notEqual(next.access_token, tokens.access_token);
  await client.fetchUserInfo(service, next.access_token, tokens.claims().sub, use);
});

await check('refresh without the key, is refused', async () => {
  await assert.rejects(client.refreshTokenGrant(service, tokens.refresh_token), { status: 400 });
});

// Between portals.

let backend;
let homeToken;
let exchanged;

function exchange(by, parameters) {
  return client.genericGrantRequest(by, TOKEN_EXCHANGE, {
    subject_token: homeToken,
    subject_token_type: ACCESS_TOKEN,
    audience: AUDIENCE,
    ...parameters,
  });
}

await check('token of the home portal, is had by its back end', async () => {
  const home = await clientOf(homePortal, 'demo-sn-backend');
  const callback = `${homePortal}/konto/zurueck`;
  const { address, checks } = await begin(home, callback, { scope: 'openid email hund.lesen' });
  const browserOfHome = new Browser();
  const page = await signIn(browserOfHome, await browserOfHome.open(address, callback));
  homeToken = (await client.authorizationCodeGrant(home, page.url, checks)).access_token;
});

await check('exchange with narrowing, yields a token for the other interface alone', async () => {
  backend = await clientOf(gateway, 'demo-sn-backend');
  exchanged = await exchange(backend, { scope: 'hund.lesen' });
  assert.equal(exchanged.issued_token_type, ACCESS_TOKEN);
  const published = createRemoteJWKSet(new URL(backend.serverMetadata().jwks_uri));
  const { payload } = await jwtVerify(exchanged.access_token, published, {
    issuer: gateway,
    audience: AUDIENCE,
    typ: 'at+jwt',
  });
  assert.equal(payload.aud, AUDIENCE);
  assert.equal(payload.scope, 'hund.lesen');
  assert.equal(payload.acr, SUBSTANTIAL);
  assert.equal(payload.act.sub, 'demo-sn-backend');
  assert.equal(payload.sub, tokens.claims().sub);
  assert.ok(payload.exp - payload.iat <= 300);
});

await check('exchange for an unknown audience, invalid_target', async () => {
  const audience = 'https://api.elsewhere.example';
  await refused(exchange(backend, { audience }), 400, 'invalid_target');
});

await check('exchange for the interface at home, invalid_target', async () => {
  const audience = 'https://api.sn.demo.landbruecke.example';
  await refused(exchange(backend, { audience }), 400, 'invalid_target');
});

await check('exchange with a scope that the token does not have, invalid_scope', async () => {
  await refused(exchange(backend, { scope: 'hund.lesen address' }), 400, 'invalid_scope');
});

await check("exchange of another client's token, invalid_request", async () => {
  const stranger = await clientOf(gateway, 'demo-bw-backend');
  const audience = 'https://api.sn.demo.landbruecke.example';
  const answered = exchange(stranger, { audience });
  await refused(answered, 400, 'invalid_request', 'subject_token_refused');
});

await check('exchange of a changed token, invalid_request', async () => {
  const parts = homeToken.split('.');
  parts[2] = parts[2].replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
  const answered = exchange(backend, { subject_token: parts.join('.') });
  await refused(answered, 400, 'invalid_request', 'subject_token_refused');
});

await check('introspection by whom the token is for, active', async () => {
  const asked = await client.tokenIntrospection(service, exchanged.access_token);
  assert.equal(asked.active, true);
  assert.equal(asked.scope, 'hund.lesen');
});

await check('introspection by a stranger, active:false and nothing else', async () => {
  const stranger = await clientOf(gateway, 'demo-sn-service');
  const asked = await client.tokenIntrospection(stranger, exchanged.access_token);
  assert.deepEqual(asked, { active: false });
});

await check('revoked token, is not active any more', async () => {
  await client.tokenRevocation(backend, exchanged.access_token);
  const asked = await client.tokenIntrospection(service, exchanged.access_token);
  assert.deepEqual(asked, { active: false });
});

// The end.

await check('logout by the service, leads to its address with the state', async () => {
  const next = `${servicePortal}/`;
  const address = client.buildEndSessionUrl(service, {
    id_token_hint: tokens.id_token,
    post_logout_redirect_uri: next,
    state: 'after-logout',
  });
  const { url } = await browser.open(address, next);
  assert.equal(url.href, `${next}?state=after-logout`);
});

await check('after the logout, prompt=none is login_required', async () => {
  const later = await begin(service, CALLBACK, { scope: 'openid', prompt: 'none' }, proof);
  const { url } = await browser.open(later.address, CALLBACK);
  await assert.rejects(client.authorizationCodeGrant(service, url, later.checks), {
    error: 'login_required',
  });
});

await check('after the logout, refresh is invalid_grant and userinfo refuses', async () => {
  const use = { DPoP: proof };
  const refresh = client.refreshTokenGrant(service, tokens.refresh_token, undefined, use);
  await refused(refresh, 400, 'invalid_grant');
  const { sub } = tokens.claims();
  const info = client.fetchUserInfo(service, tokens.access_token, sub, use);
  await refused(info, 401, 'invalid_token');
});
