import type { RunPlan } from '../exploration/run-plan.ts';
import type { DeviceName } from '../exploration/devices.ts';
import type { DeclaredCalls } from '../declared-calls.ts';
import type { VerifyOptions } from '../driver-input.ts';
import type { Finding, FreeSite, SourceHash, VerdictError } from '../verdict/verdict.ts';

/**
 * What was found out about one driver, and all that is needed to find it out again. Plain data; its form is published in
 * `@freehandle/report/schema/certificate.schema.json`. Paths are relative to the folder that the command ran in.
 */
export interface Certificate {
  readonly tool: 'freehandle';
  readonly kind: 'certificate';
  /** Of the command. */
  readonly version: string;
  /** Hash of the programs that ran the driver: the verifier and the model. */
  readonly program: string;
  readonly driver: string;
  readonly options: CertifiedOptions;
  /** Whether two forms were equivalent; null where that could not be told, or there was only one. */
  readonly equivalent: boolean | null;
  readonly why: string | null;
  readonly differences: readonly string[];
  /** Every free site of the form that counts: the last. */
  readonly sites: readonly FreeSite[];
  /** The form that was run; or the original, and the migrated form after it. */
  readonly forms: readonly CertifiedForm[];
}

/** The choices that decide which runs are made. */
export type CertifiedOptions = Pick<
  VerifyOptions,
  'toolchain' | 'fuel' | 'totalFuel' | 'maxRuns' | 'pairs' | 'irq' | 'device'
>;

/** One form of a driver: what was compiled, what was run, and what was seen. */
export interface CertifiedForm {
  readonly name: 'before' | 'after' | 'alone';
  readonly input: CertifiedInput;
  readonly error: VerdictError | null;
  /** Headers, configuration and compiler in words. */
  readonly profile: string;
  readonly allocator: string | null;
  readonly device: DeviceName | null;
  readonly toolchain: string | null;
  /** Every file that the compiler saw. */
  readonly sources: readonly SourceHash[];
  /** SHA-256 of the compiled module; null when there is none. */
  readonly module: string | null;
  /** What was called in the fault-free run. */
  readonly lifecycle: readonly string[];
  readonly runs: readonly { readonly plan: RunPlan; readonly conclusive: boolean }[];
  readonly findings: readonly Finding[];
}

/** Where a form's files are, and the contents of those that were not on disk. */
export interface CertifiedInput {
  /** As reports name it, relative to `root`. */
  readonly file: string;
  readonly root: string;
  readonly includeRoots: readonly string[];
  readonly kernelTree: string | null;
  /** Calls of the migration, for those that the model does not know; null without a migration. */
  readonly calls: DeclaredCalls | null;
  /** Contents that stand in for files on disk, in base64: migrated and not written, or of an older revision. */
  readonly standIns: Readonly<Record<string, string>>;
}
