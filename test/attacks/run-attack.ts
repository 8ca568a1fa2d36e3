import { execFile } from 'node:child_process';
import path from 'node:path';

export interface AttackReport<Harm> {
  readonly exitCode: number;
  /** What the process wrote about itself, before its end or its crash. */
  readonly harm: Harm;
  readonly stderr: string;
}

/** Attacks an implementation in a process of its own, since some attacks poison or end the process. */
export function runAttack<Harm>(file: string, implementation: string): Promise<AttackReport<Harm>> {
  const hook = path.join(__dirname, '..', 'local', 'engines', 'typescript-hook.cjs');
  const args = ['--require', hook, path.join(__dirname, file), implementation];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, (error, stdout, stderr) => {
      const exitCode = typeof error?.code === 'number' ? error.code : 0;
      if (stdout === '') return reject(new Error(`no report from ${file}: ${stderr}`));
      resolve({ exitCode, harm: JSON.parse(stdout) as Harm, stderr });
    });
  });
}
