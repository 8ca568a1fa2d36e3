import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Context, Middleware } from 'koa';
import { UnavailableError } from '../../domain/errors';
import { PREFIXES } from '../route/route';

/** The built Console, whole in memory: requests choose among what was read, so that no path leads anywhere else. */
export interface ConsoleFiles {
  /** The page, with `NONCE` where each answer has its own. */
  readonly page: string;
  /** By name below `/console/assets/`. Names change with what is in them. */
  readonly assets: ReadonlyMap<string, ConsoleFile>;
}

interface ConsoleFile {
  readonly type: string;
  /** By content coding; `identity` is always there. */
  readonly bytes: Readonly<Partial<Record<'br' | 'gzip', Buffer>>> & { readonly identity: Buffer };
}

const PAGES = `${PREFIXES.console}/`;
const ASSETS = `${PAGES}assets/`;
const NONCE = 'NONCE';

/**
 * Serves the Console's page and its files. Every path below `/console` that a browser opens gets that page, which shows
 * what the path names. Every other request continues to the routes.
 *
 * @param files `undefined` when the Console was not built.
 */
export function serveConsole(files: ConsoleFiles | undefined): Middleware {
  return async (ctx, next) => {
    if (!answer(ctx, files)) await next();
  };
}

/** @returns whether it was one for the Console. */
function answer(ctx: Context, files: ConsoleFiles | undefined): boolean {
  const { path, method } = ctx;
  if (!['GET', 'HEAD'].includes(method)) return false;
  if (path.startsWith(ASSETS)) return answerAsset(ctx, files, path.slice(ASSETS.length));
  if (!wantsPage(ctx)) return false;
  if (path === '/') ctx.redirect(PAGES);
  else if (path === PREFIXES.console || path.startsWith(PAGES)) answerPage(ctx, files);
  else return false;
  return true;
}

/** Programs take anything, and get JSON; but where nothing else is, the page. */
function wantsPage(ctx: Context): boolean {
  const isPageOnly = ctx.path === PREFIXES.console || ctx.path === PAGES;
  return isPageOnly ? Boolean(ctx.accepts('html')) : /\btext\/html\b/.test(ctx.get('Accept'));
}

function answerAsset(ctx: Context, files: ConsoleFiles | undefined, name: string): boolean {
  const file = files?.assets.get(name);
  if (!file) return false;
  const codings = (['br', 'gzip'] as const).filter((each) => file.bytes[each] !== undefined);
  const coding = ctx.acceptsEncodings(...codings, 'identity');
  const packed = codings.find((each) => each === coding);
  ctx.set('Cache-Control', 'public, max-age=31536000, immutable');
  ctx.vary('Accept-Encoding');
  if (packed) ctx.set('Content-Encoding', packed);
  ctx.type = file.type;
  ctx.body = packed ? file.bytes[packed] : file.bytes.identity;
  return true;
}

function answerPage(ctx: Context, files: ConsoleFiles | undefined): void {
  if (!files) throw new UnavailableError('the Console was not built: run npm run build, and start again');
  const nonce = randomBytes(16).toString('base64');
  ctx.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': policyWith(nonce),
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  });
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = files.page.replaceAll(NONCE, nonce);
}

/** The resources that the page may load: its own files. Its components insert style sheets, which carry the nonce. */
function policyWith(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Reads the built Console.
 *
 * @returns `undefined` when it was not built.
 */
export function readConsoleFiles(folder: string): ConsoleFiles | undefined {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return undefined;
  const assets = join(folder, 'assets');
  const names = readdirSync(assets).filter((name) => extname(name) in TYPES);
  return {
    page: readFileSync(page, 'utf8'),
    assets: new Map(names.map((name) => [name, readAsset(join(assets, name))])),
  };
}

function readAsset(file: string): ConsoleFile {
  const packed = (extension: string) =>
    existsSync(file + extension) ? readFileSync(file + extension) : undefined;
  const [br, gzip] = [packed('.br'), packed('.gz')];
  return {
    type: TYPES[extname(file)] ?? '',
    bytes: { identity: readFileSync(file), ...(br && { br }), ...(gzip && { gzip }) },
  };
}
