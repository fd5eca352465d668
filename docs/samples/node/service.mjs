// An online service that signs citizens in through Landbrücke:
//   node service.mjs GATEWAY CLIENT_ID KEY_FILE ORIGIN
// KEY_FILE holds the service's private key as a JWK with "kid"; the gateway knows the public one.
// Sessions are kept in memory: a real service keeps them where all its processes find them.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { createRemoteJWKSet, importJWK, jwtVerify } from 'jose';
import * as client from 'openid-client';

const [gateway, clientId, keyFile, origin] = process.argv.slice(2);
const SUBSTANTIAL = 'http://bsi.bund.de/eID/LoA/substantiell';
const BACK_CHANNEL_LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';

const jwk = JSON.parse(await readFile(keyFile, 'utf8'));
const config = await client.discovery(
  new URL(gateway),
  clientId,
  { token_endpoint_auth_method: 'private_key_jwt' },
  client.PrivateKeyJwt({ key: await importJWK(jwk, 'ES256'), kid: jwk.kid }),
  // Checks signatures of ID tokens; http only on the own machine, for trying.
  {
    execute: gateway.startsWith('http://localhost')
      ? [client.enableNonRepudiationChecks, client.allowInsecureRequests]
      : [client.enableNonRepudiationChecks],
  },
);
const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri));

const sessions = new Map();
const logouts = new Set();

function session(request, response) {
  const cookie = /(?:^|; )sample=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  if (cookie && sessions.has(cookie)) {
    return sessions.get(cookie);
  }
  const made = { id: randomUUID() };
  sessions.set(made.id, made);
  // Add "; Secure" and the prefix "__Host-" where the service has a certificate.
  response.setHeader('Set-Cookie', `sample=${made.id}; HttpOnly; SameSite=Lax; Path=/`);
  return made;
}

/** Sends the browser to the gateway, by a pushed request. */
async function signIn(request, response) {
  const mine = session(request, response);
  mine.checks = {
    pkceCodeVerifier: client.randomPKCECodeVerifier(),
    expectedState: client.randomState(),
    expectedNonce: client.randomNonce(),
    idTokenExpected: true,
  };
  const address = await client.buildAuthorizationUrlWithPAR(config, {
    redirect_uri: `${origin}/zurueck`,
    scope: 'openid profile',
    code_challenge: await client.calculatePKCECodeChallenge(mine.checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: mine.checks.expectedState,
    nonce: mine.checks.expectedNonce,
    ...(request.url.includes('niveau=substantiell') ? { acr_values: SUBSTANTIAL } : {}),
  });
  redirect(response, address);
}

/** The browser is back: the library checks state, iss, nonce, signature and at_hash. */
async function signedIn(request, response) {
  const mine = session(request, response);
  const { checks } = mine;
  delete mine.checks;
  if (!checks) {
    throw new Error('no sign-in was begun in this browser');
  }
  const address = new URL(request.url, origin);
  const tokens = await client.authorizationCodeGrant(config, address, checks);
  const claims = tokens.claims();
  const person = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
  // A new session id after each sign-in, so that nobody can have planted the old one.
  sessions.delete(mine.id);
  const fresh = { id: randomUUID(), sid: claims.sid, idToken: tokens.id_token, claims, person };
  sessions.set(fresh.id, fresh);
  response.setHeader('Set-Cookie', `sample=${fresh.id}; HttpOnly; SameSite=Lax; Path=/`);
  redirect(response, `${origin}/`);
}

function signOut(request, response) {
  const mine = session(request, response);
  sessions.delete(mine.id);
  redirect(
    response,
    mine.idToken
      ? client.buildEndSessionUrl(config, {
          id_token_hint: mine.idToken,
          post_logout_redirect_uri: `${origin}/`,
        })
      : `${origin}/`,
  );
}

/** The gateway tells that a session ended (OpenID Connect Back-Channel Logout 1.0). */
async function signedOut(request, response) {
  let body = '';
  for await (const part of request) {
    body += part;
    if (body.length > 16_384) {
      throw new Error('too long');
    }
  }
  const token = new URLSearchParams(body).get('logout_token') ?? '';
  const { payload } = await jwtVerify(token, keys, {
    issuer: gateway,
    audience: clientId,
    typ: 'logout+jwt',
    algorithms: ['ES256', 'PS256', 'EdDSA'],
    requiredClaims: ['iat', 'exp', 'jti', 'sid'],
  });
  if (!payload.events?.[BACK_CHANNEL_LOGOUT] || 'nonce' in payload || logouts.has(payload.jti)) {
    throw new Error('no logout token, or one that was used');
  }
  logouts.add(payload.jti);
  for (const [id, each] of sessions) {
    if (each.sid === payload.sid) {
      sessions.delete(id);
    }
  }
  response.writeHead(200, { 'Cache-Control': 'no-store' }).end();
}

function start(request, response) {
  const { claims, person } = session(request, response);
  const text = (value) =>
    String(value ?? '').replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  page(
    response,
    200,
    claims
      ? `<p>Guten Tag, <span id="name">${text(person.given_name)}</span>.</p>
<p>Niveau: <span id="level">${text(claims.acr)}</span>, Kennung: <span id="sub">${text(claims.sub)}</span></p>
<p><a id="step-up" href="/anmelden?niveau=substantiell">Mit stärkerem Nachweis</a></p>
<p><a id="sign-out" href="/abmelden">Abmelden</a></p>`
      : '<p><a id="sign-in" href="/anmelden">Anmelden</a></p>',
  );
}

function page(response, status, content) {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'",
  });
  response.end(`<!doctype html><html lang="de"><title>Beispiel</title><h1>Beispiel</h1>${content}`);
}

function redirect(response, address) {
  response.writeHead(303, { Location: address.toString(), 'Cache-Control': 'no-store' }).end();
}

const routes = {
  'GET /': start,
  'GET /anmelden': signIn,
  'GET /zurueck': signedIn,
  'GET /abmelden': signOut,
  'POST /abmeldung-empfangen': signedOut,
};

http
  .createServer(async (request, response) => {
    const route = routes[`${request.method} ${request.url.split('?')[0]}`];
    try {
      if (route) {
        await route(request, response);
      } else {
        page(response, 404, '<p>Diese Seite gibt es nicht.</p>');
      }
    } catch (fault) {
      // For the log, without the tokens; the person learns what to do.
      console.error(fault.code ?? fault.name, fault.error ?? '');
      page(
        response,
        400,
        `<p id="error">Die Anmeldung hat nicht geklappt. <a href="/anmelden">Noch einmal versuchen</a></p>`,
      );
    }
  })
  .listen(Number(new URL(origin).port), '127.0.0.1', () => console.log('ready'));
