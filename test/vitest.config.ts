import { vitestProject } from '../vitest.base.ts';

export default vitestProject({ timeoutMs: 120_000, builtPackages: true });
