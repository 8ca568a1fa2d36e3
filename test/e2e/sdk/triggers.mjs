/* Every trigger call of the official Node client. Reads its settings from the environment; prints the answers as JSON. */
import { CloudinaryEnvConfigCore } from '@cloudinary/environment-config-mcp/esm/core.js';
import { triggersCreateTrigger } from '@cloudinary/environment-config-mcp/esm/funcs/triggersCreateTrigger.js';
import { triggersDeleteTrigger } from '@cloudinary/environment-config-mcp/esm/funcs/triggersDeleteTrigger.js';
import { triggersListTrigger } from '@cloudinary/environment-config-mcp/esm/funcs/triggersListTrigger.js';
import { triggersTestTrigger } from '@cloudinary/environment-config-mcp/esm/funcs/triggersTestTrigger.js';
import { triggersUpdateTrigger } from '@cloudinary/environment-config-mcp/esm/funcs/triggersUpdateTrigger.js';

const { API_URL, CLOUD_NAME, API_KEY, API_SECRET, HOOK_URL } = process.env;
const client = new CloudinaryEnvConfigCore({
  serverURL: API_URL,
  cloud_name: CLOUD_NAME,
  security: { cloudinaryAuth: { api_key: API_KEY, api_secret: API_SECRET } },
});

async function answer(call) {
  const result = await call;
  if (!result.ok) throw result.error;
  return result.value;
}

const uri = `${HOOK_URL}/node`;
const created = await answer(triggersCreateTrigger(client, { uri, event_type: 'upload' }));
const { id } = await bodyOf(created);
const listed = await bodyOf(await answer(triggersListTrigger(client, 'upload')));
const updated = await bodyOf(await answer(triggersUpdateTrigger(client, id, { new_uri: `${uri}/moved` })));
const tested = await bodyOf(
  await answer(triggersTestTrigger(client, id, { sample_data: { notification_type: 'upload' } })),
);
const deleted = await bodyOf(await answer(triggersDeleteTrigger(client, id)));
console.log(JSON.stringify({ id, listed, updated, tested, deleted }));

/** The functions answer a raw response. */
async function bodyOf(value) {
  return value instanceof Response ? value.json() : value;
}
