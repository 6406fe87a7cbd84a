// A login of Medplum's own client by the token of another identity provider.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientStorage, MedplumClient, MemoryStorage } from '@medplum/core';
import { active, provider, service } from './service.mjs';

async function external(subject) {
  const answer = await fetch(`${provider}/userinfo/token`, {
    method: 'POST',
    body: new URLSearchParams({ sub: subject, email: `${subject}@example.com` }),
  });
  return (await answer.json()).access_token;
}

const medplum = () =>
  new MedplumClient({
    baseUrl: `${service}/`,
    clientId: 'node-medplum',
    storage: new ClientStorage(new MemoryStorage()),
    fetch,
  });

async function login(subject) {
  const client = medplum();
  await client.exchangeExternalAccessToken(await external(subject));
  return client;
}

test('exchangeExternalAccessToken is a login', async () => {
  const client = medplum();
  const profile = await client.exchangeExternalAccessToken(await external('grace'));

  assert.equal(client.isAuthenticated(), true);
  assert.equal(await active(client.getAccessToken()), true);
  assert.equal(client.getActiveLogin().project.reference, 'Project/demo');
  assert.equal(client.getActiveLogin().profile.reference, `${profile.resourceType}/${profile.id}`);
});

test('so is a post to auth/exchange', async () => {
  const client = medplum();
  const login = await client.post('auth/exchange', {
    projectId: 'demo',
    clientId: 'node-medplum',
    externalAccessToken: await external('grace'),
  });

  assert.equal(await active(login.access_token), true);
});

test('auth/me tells who that is', async () => {
  const client = await login('grace');
  const profile = await client.getProfileAsync();

  assert.equal(profile.resourceType, 'Practitioner');
  assert.equal(client.getProject().id, 'demo');
  assert.deepEqual(await client.refreshProfile(), profile);
});

test('the same person is the same profile', async () => {
  const [one, other, another] = await Promise.all(['grace', 'grace', 'alan'].map(login));

  assert.equal(one.getProfile().id, other.getProfile().id);
  assert.notEqual(one.getProfile().id, another.getProfile().id);
});

test('a refresh replaces both tokens and keeps the profile', async () => {
  const client = await login('grace');
  const before = client.getActiveLogin();
  const hours = 2 * 60 * 60 * 1000;
  await client.refreshIfExpired(hours);
  const after = client.getActiveLogin();

  assert.notEqual(after.accessToken, before.accessToken);
  assert.notEqual(after.refreshToken, before.refreshToken);
  assert.deepEqual(after.profile, before.profile);
  assert.equal(await active(after.accessToken), true);
});

test('signOut ends the login', async () => {
  const client = await login('grace');
  const token = client.getAccessToken();
  await client.signOut();

  assert.equal(client.isAuthenticated(), false);
  assert.equal(await active(token), false);
});

test('a token of nobody is refused', async () => {
  const client = medplum();

  await assert.rejects(client.exchangeExternalAccessToken('of-nobody'));
  assert.equal(client.isAuthenticated(), false);
});
