import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../support/services/free-port';
import { canRun } from '../support/receivers/official-sdks/can-run';
import { hasPython } from '../support/receivers/official-sdks/python';
import { pythonWithDjango } from '../support/receivers/python-with-django';
import { waitUntil } from '../support/services/wait-until';
import { exampleOf } from './example-of';
import { BODY, KEY_SET, postSigned } from './signed-post';

/* What docs/receivers.md says of Django, gunicorn and nginx, tried on them with the page's own view and configuration. */

const VIEW = exampleOf('docs/receivers.md', '# django: view');
const NGINX = exampleOf('docs/receivers.md', '# nginx: inside the http block');

const PROJECT = `
import django
from django.conf import settings
if not settings.configured:
    settings.configure(SECRET_KEY="x", ALLOWED_HOSTS=["*"], ROOT_URLCONF="project", MIDDLEWARE=MIDDLEWARE)
django.setup()
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.urls import path
import view
urlpatterns = [path("hooks", view.hooks)]
wsgi = get_wsgi_application()
asgi = get_asgi_application()
if __name__ == "__main__":
    import sys
    from django.core.management import execute_from_command_line
    execute_from_command_line(sys.argv)
`;

let folder: string;
let programs: string;
const running: ChildProcess[] = [];

/** Starts a server in the project's folder. @returns the URL of the view. */
async function start(port: number, program: string, ...args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  }
  await waitUntil(`${path.basename(program)} listens`, () => isListening(port), 30_000).catch(
    (error: Error) => {
      throw new Error(`${error.message}\n${printed}`);
    },
  );
  return `http://127.0.0.1:${port}/hooks`;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

async function gunicorn(...options: readonly string[]): Promise<string> {
  const port = await freePort();
  const bind = ['--bind', `127.0.0.1:${port}`, '--workers', '1'];
  return start(port, path.join(programs, 'gunicorn'), ...bind, ...options, 'project:wsgi');
}

/** The page's server in front of an application, with a change. */
async function nginx(application: string, change = (code: string) => code): Promise<string> {
  const port = await freePort();
  const server = change(NGINX)
    .replace('127.0.0.1:8080', `127.0.0.1:${port}`)
    .replace('http://127.0.0.1:8000', new URL(application).origin);
  const at = (name: string) => path.join(folder, `${name}-${port}`);
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${at(name)};`,
  );
  writeFileSync(
    at('nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root; ' : ''}daemon off; pid ${at('nginx.pid')}; error_log stderr info; events {}
     http { access_log off; ${places.join(' ')}\n${server}\n}`,
  );
  return start(port, 'nginx', '-c', at('nginx.conf'), '-e', 'stderr');
}

const ofBytes = (count: number) =>
  JSON.stringify({ public_id: 'x'.repeat(count - '{"public_id":""}'.length) });

// On a machine without Python there are no such tests, without nginx only those of gunicorn.
if (hasPython()) {
  describe('the Django view', () => {
    beforeAll(async () => {
      programs = await pythonWithDjango();
      folder = mkdtempSync(path.join(tmpdir(), 'webhook-notifications-docs-'));
      writeFileSync(path.join(folder, 'view.py'), VIEW);
      writeFileSync(path.join(folder, 'keys.py'), `def key_set():\n    return ${JSON.stringify(KEY_SET)}\n`);
      writeFileSync(path.join(folder, 'project.py'), PROJECT.replace('=MIDDLEWARE', '=[]'));
    }, 300_000);
    afterEach(async () => {
      for (const child of running.splice(0)) {
        const ended = once(child, 'exit');
        if (child.kill('SIGTERM')) await ended;
      }
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    jest.setTimeout(60_000);

    it('accepts what is genuine and refuses what was changed, where gunicorn lets the header through', async () => {
      const url = await gunicorn('--header-map', 'dangerous');
      expect(await postSigned(url)).toBe(200);
      expect(await postSigned(url, { body: BODY.replace('a', 'b'), signedBody: BODY })).toBe(403);
      expect((await fetch(url, { method: 'POST', body: BODY })).status).toBe(403);
    });

    it('refuses what is genuine where gunicorn drops the header, which is its default', async () => {
      expect(await postSigned(await gunicorn())).toBe(403);
    });

    it('is not asked where gunicorn refuses such headers', async () => {
      expect(await postSigned(await gunicorn('--header-map', 'refuse'))).toBe(400);
    });

    it('refuses what is genuine on Django’s own server and as an ASGI application', async () => {
      const port = await freePort();
      const python = path.join(programs, 'python');
      const own = ['project.py', 'runserver', '--noreload', `127.0.0.1:${port}`];
      expect(await postSigned(await start(port, python, ...own))).toBe(403);
      const other = await freePort();
      const asgi = ['--port', String(other), 'project:asgi'];
      expect(await postSigned(await start(other, path.join(programs, 'uvicorn'), ...asgi))).toBe(403);
    });

    it('is not reached beyond 2.5 MB', async () => {
      const url = await gunicorn('--header-map', 'dangerous');
      expect(await postSigned(url, { body: ofBytes(2_621_440) })).toBe(200);
      expect(await postSigned(url, { body: ofBytes(2_621_441) })).toBe(400);
    });

    it('is not reached without csrf_exempt where Django’s CSRF protection is on', async () => {
      const middleware = '=["django.middleware.csrf.CsrfViewMiddleware"]';
      writeFileSync(path.join(folder, 'project.py'), PROJECT.replace('=MIDDLEWARE', middleware));
      expect(await postSigned(await gunicorn('--header-map', 'dangerous'))).toBe(200);
      writeFileSync(path.join(folder, 'view.py'), VIEW.replace('@csrf_exempt\n', ''));
      expect(await postSigned(await gunicorn('--header-map', 'dangerous'))).toBe(403);
      writeFileSync(path.join(folder, 'view.py'), VIEW);
      writeFileSync(path.join(folder, 'project.py'), PROJECT.replace('=MIDDLEWARE', '=[]'));
    });

    if (canRun('nginx', '-v')) {
      it('gets the header behind the page’s nginx, whatever gunicorn does with underscores', async () => {
        expect(await postSigned(await nginx(await gunicorn()))).toBe(200);
        expect(await postSigned(await nginx(await gunicorn('--header-map', 'refuse')))).toBe(200);
        expect(await postSigned(await nginx(await gunicorn('--header-map', 'dangerous')))).toBe(200);
      });

      it('does not get it behind an nginx with its defaults', async () => {
        const application = await gunicorn('--header-map', 'dangerous');
        const url = await nginx(application, (code) =>
          code.replace(/underscores_in_headers on;|proxy_set_header .*;/g, ''),
        );
        expect(await postSigned(url)).toBe(403);
      });

      it('gets it twice, joined, where nginx adds the new name and keeps the old one', async () => {
        const application = await gunicorn('--header-map', 'dangerous');
        const url = await nginx(application, (code) => code.replace(/proxy_set_header .* "";/, ''));
        expect(await postSigned(url)).toBe(403);
      });

      it('gets large bodies behind the page’s nginx, and none above 1 MB behind one with its defaults', async () => {
        const application = await gunicorn();
        const body = ofBytes(1024 * 1024 + 1);
        expect(await postSigned(await nginx(application), { body })).toBe(200);
        const url = await nginx(application, (code) => code.replace(/client_max_body_size .*;/, ''));
        expect(await postSigned(url, { body })).toBe(413);
      });
    }
  });
}
