// The calls of drf-social-oauth2's documentation, made by simple-oauth2.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ResourceOwnerPassword } from 'simple-oauth2';
import { active, ada, service } from './service.mjs';

function client(options, secret = 'node-drf-secret') {
  return new ResourceOwnerPassword({
    client: { id: 'node-drf', secret },
    auth: { tokenHost: service, tokenPath: '/auth/token', revokePath: '/auth/revoke-token' },
    options,
  });
}

const asked = (status, error) => (failure) => {
  assert.equal(failure.output.statusCode, status);
  assert.equal(failure.data.payload.error, error);
  return true;
};

const ways = {
  'form, credentials in the body': { bodyFormat: 'form', authorizationMethod: 'body' },
  'form, credentials in the header': { bodyFormat: 'form', authorizationMethod: 'header' },
  'JSON, credentials in the body': { bodyFormat: 'json', authorizationMethod: 'body' },
};

for (const [way, options] of Object.entries(ways)) {
  describe(way, () => {
    test('password', async () => {
      const { token } = await client(options).getToken(ada);

      assert.equal(token.token_type, 'Bearer');
      assert.equal(token.scope, 'read write');
      assert.ok(Math.abs(token.expires_in - 36_000) <= 1);
      assert.equal(await active(token.access_token), true);
    });

    test('refresh', async () => {
      const first = await client(options).getToken(ada);
      const second = await first.refresh();

      assert.notEqual(second.token.refresh_token, first.token.refresh_token);
      assert.equal(await active(second.token.access_token), true);
    });

    test('a refresh token that was used long ago ends the login', async () => {
      const first = await client(options).getToken(ada);
      const third = await (await first.refresh()).refresh();

      await assert.rejects(first.refresh(), asked(400, 'invalid_grant'));
      assert.equal(await active(third.token.access_token), false);
    });

    test('a wrong password, a wrong secret', async () => {
      await assert.rejects(client(options).getToken({ ...ada, password: 'wrong' }), asked(400, 'invalid_grant'));
      await assert.rejects(client(options, 'wrong').getToken(ada), asked(401, 'invalid_client'));
    });

    // These the original takes from the body only.
    if (options.authorizationMethod === 'body') {
      test('revoke the access token', async () => {
        const login = await client(options).getToken(ada);
        await login.revoke('access_token');

        assert.equal(await active(login.token.access_token), false);
        assert.equal(await active((await login.refresh()).token.access_token), true);
      });

      test('revoke all', async () => {
        const login = await client(options).getToken(ada);
        await login.revokeAll();

        assert.equal(await active(login.token.access_token), false);
        await assert.rejects(login.refresh(), asked(400, 'invalid_grant'));
      });
    }
  });
}
