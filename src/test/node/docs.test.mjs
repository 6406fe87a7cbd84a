// The page at /docs in Chromium: it is there, it asks nothing of anybody else, and what is tried out works.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { service } from './service.mjs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const places = process.env.CHROME_PATH ? [process.env.CHROME_PATH] : PLACES;
const executablePath = places.find((path) => existsSync(path));
const skip = executablePath ? false : `no Chromium at ${places.join(', ')}; CHROME_PATH may name another place`;

/** The page is opened under another name than the public one, as through a proxy or a forwarded port. */
const opened = new URL(service);
opened.hostname = opened.hostname === 'localhost' ? '127.0.0.1' : 'localhost';

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch']);

describe('/docs', { skip }, () => {
  let browser;
  let page;
  let told;
  const strangers = [];
  const complaints = [];

  before(async () => {
    told = await (await fetch(`${service}/openapi.json`)).json();
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
    page.setDefaultTimeout(20_000);
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol !== 'data:' && url.origin !== opened.origin) {
        strangers.push(request.url());
      }
    });
    page.on('console', (message) => {
      if (message.type() === 'error') {
        complaints.push(message.text());
      }
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${opened.origin}/docs`);
    await page.locator('.opblock').first().waitFor();
    if (process.env.DOCS_SCREENSHOT) {
      await page.screenshot({ path: process.env.DOCS_SCREENSHOT, fullPage: true });
    }
  });

  after(() => browser?.close());

  /** Opens the operation, fills in what is given, executes it, and reads the live answer. */
  async function tryOut(id, fields = {}) {
    const operation = page.locator(`.opblock[id$="-${id}"]`);
    await operation.locator('.opblock-summary-control').click();
    for (const [name, value] of Object.entries(fields)) {
      await operation.locator(`tr[data-property-name="${name}"] input`).fill(value);
    }
    await operation.getByRole('button', { name: 'Execute' }).click();
    const answer = operation.locator('.live-responses-table');
    const status = (await answer.locator('.response-col_status').last().innerText()).trim();
    return { status, text: await answer.innerText() };
  }

  test('every group and every operation is shown', async () => {
    const names = told.tags.map((tag) => tag.name);
    const operations = Object.values(told.paths).flatMap((path) => Object.keys(path).filter((key) => METHODS.has(key)));

    assert.ok(names.length >= 3);
    assert.deepEqual(
      await page.locator('.opblock-tag').evaluateAll((tags) => tags.map((tag) => tag.dataset.tag)),
      names,
    );
    assert.equal(await page.locator('.opblock').count(), operations.length);
  });

  test('the password grant gives a token', async () => {
    const { status, text } = await tryOut('oauthToken');

    assert.match(status, /^200/);
    assert.match(text, /"access_token": "eyJ/);
  });

  test("a call in another system's dialect gives a token", async () => {
    const { status, text } = await tryOut('xoxodayCompanyToken');

    assert.match(status, /^200/);
    assert.match(text, /"token_type": "bearer"/);
  });

  // Last, for all that was done before counts.
  test('nothing was asked of another host', () => assert.deepEqual(strangers, []));

  test('nothing was complained of, and nothing broke the policy', () => assert.deepEqual(complaints, []));
});
