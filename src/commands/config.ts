import type { CommandContext } from '../app/command-context';
import { maskedConfig } from '../config';

/** Prints the settings in effect as JSON. */
export async function runConfig({ config, print }: CommandContext): Promise<void> {
  print(JSON.stringify(maskedConfig(config), undefined, 2));
}
