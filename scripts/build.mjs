/* npm run build [-- <options of the TypeScript compiler>]: installs what is missing, and compiles into dist/. */
import { main } from './lib/main.mjs';
import { prepare } from './lib/prepare.mjs';

await main((compilerOptions) => prepare({ compilerOptions }));
