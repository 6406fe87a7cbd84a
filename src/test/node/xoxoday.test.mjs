// Xoxoday's token management, called by simple-oauth2 with JSON bodies.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ResourceOwnerPassword } from 'simple-oauth2';
import { active, ada, service } from './service.mjs';

const DAY = 24 * 60 * 60;

function client(kind, secret = 'node-xoxoday-secret') {
  return new ResourceOwnerPassword({
    client: { id: 'node-xoxoday', secret },
    auth: { tokenHost: service, tokenPath: `/v1/oauth/token/${kind}` },
    options: { bodyFormat: 'json', authorizationMethod: 'body' },
  });
}

async function validate(token) {
  const answer = await fetch(`${service}/v1/oauth/token`, {
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
  });
  return { status: answer.status, body: await answer.json() };
}

test('a JSON refresh gives a new pair that works', async () => {
  const first = await client('user').getToken(ada);
  const second = await first.refresh();

  assert.equal(second.token.token_type, 'bearer');
  assert.notEqual(second.token.refresh_token, first.token.refresh_token);
  assert.ok(Math.abs(second.token.expires_in - 15 * DAY) <= 1);
  assert.equal(second.expired(), false);
  assert.ok(Math.abs(second.token.access_token_expiry - second.token.expires_at.getTime()) < 10_000);
  assert.equal((await second.refresh()).expired(), false);
});

test('a company token lives for thirty days', async () => {
  const { token } = await (await client('company').getToken(ada)).refresh();

  assert.ok(Math.abs(token.expires_in - 30 * DAY) <= 1);
});

test('a refresh token that was stored is taken up again', async () => {
  const stored = JSON.parse(JSON.stringify(await client('user').getToken(ada)));
  const { token } = await client('user').createToken(stored).refresh();

  assert.equal(await active(token.access_token), true);
  assert.deepEqual((await validate(token.access_token)).body.access_token, token.access_token);
});

test('a refresh token that was used long ago ends the login', async () => {
  const first = await client('user').getToken(ada);
  const third = await (await first.refresh()).refresh();

  await assert.rejects(first.refresh(), (failure) => {
    assert.equal(failure.output.statusCode, 401);
    assert.deepEqual(failure.data.payload, { error: 'invalid_token', error_description: 'invalid/expired token' });
    return true;
  });
  await assert.rejects(third.refresh());
  assert.deepEqual(await validate(third.token.access_token), {
    status: 401,
    body: { error: 'invalid_token', error_description: 'invalid/expired token' },
  });
});

test('a wrong secret is refused', async () => {
  await assert.rejects(client('user', 'wrong').getToken(ada), (failure) => {
    assert.equal(failure.output.statusCode, 401);
    assert.equal(failure.data.payload.error, 'invalid_client');
    return true;
  });
});
