/** Where workflows can be seen. */
export interface TemporalUi {
  readonly namespace: string;
  /** Address of the Temporal UI, without a slash at the end. */
  readonly uiUrl: string | undefined;
}

/** Page of a workflow in the Temporal UI; `undefined` when no UI is known. */
export function workflowPage({ uiUrl, namespace }: TemporalUi, workflowId: string): string | undefined {
  return uiUrl && `${uiUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}`;
}
