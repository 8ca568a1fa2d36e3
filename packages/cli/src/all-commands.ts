import type { Command } from './command.ts';
import { completionCommand } from './commands/completion.ts';
import { KEYS_SHOW, VERIFY } from './commands/keys.ts';
import { LISTEN } from './commands/listen.ts';
import { DELIVERIES, EVENTS, EXPLAIN, SHOW } from './commands/look.ts';
import { CANCEL, REPLAY, STOP } from './commands/replay.ts';
import { SEND } from './commands/send.ts';
import { LOGIN, LOGOUT, OPEN, WHOAMI } from './commands/session.ts';
import { STATS } from './commands/stats.ts';
import { EXPORT, IMPORT } from './commands/transfer.ts';
import { ADD, LIST, REMOVE, SET, TEST } from './commands/triggers.ts';

/** Every command, in the order of the usage text. */
export const COMMANDS: readonly Command[] = [
  LOGIN,
  WHOAMI,
  LOGOUT,
  OPEN,
  LISTEN,
  SEND,
  EXPLAIN,
  EVENTS,
  DELIVERIES,
  SHOW,
  REPLAY,
  CANCEL,
  STOP,
  LIST,
  ADD,
  SET,
  REMOVE,
  TEST,
  EXPORT,
  IMPORT,
  VERIFY,
  KEYS_SHOW,
  STATS,
  completionCommand(() => COMMANDS),
];
