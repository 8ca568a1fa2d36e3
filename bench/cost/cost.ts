/** What something costs, per event of a kind, or per unit. */
export interface Cost {
  /** In the histories of the event's workflow and of all its children. */
  readonly historyEvents: number;
  readonly historyBytes: number;
  readonly workflowTasks: number;
  /** Requests of the Temporal server to its database that write, visibility apart. */
  readonly persistenceWrites: number;
  readonly visibilityWrites: number;
  /** Growth of the Temporal server's database. */
  readonly temporalBytes: number;
  /** Growth of the service's database, indexes included. */
  readonly serviceBytes: number;
}

/** What one of `units` costs by which two kinds of events differ. */
export function unitCost(more: Cost, less: Cost, units: number): Cost {
  const each = (name: keyof Cost) => (more[name] - less[name]) / units;
  return {
    historyEvents: each('historyEvents'),
    historyBytes: each('historyBytes'),
    workflowTasks: each('workflowTasks'),
    persistenceWrites: each('persistenceWrites'),
    visibilityWrites: each('visibilityWrites'),
    temporalBytes: each('temporalBytes'),
    serviceBytes: each('serviceBytes'),
  };
}
