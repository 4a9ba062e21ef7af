import { runTypeScript } from './bootstrap.mjs';

runTypeScript('runSuites.ts');
