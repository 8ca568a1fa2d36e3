import { writesIn } from '../../bench/cost/persistence-writes';

const METRICS = [
  '# TYPE persistence_requests counter',
  'persistence_requests{namespace="default",operation="UpdateWorkflowExecution",service_name="history"} 12',
  'persistence_requests{namespace="system",operation="UpdateShard",service_name="history"} 1.5e+01',
  'persistence_requests{namespace="default",operation="GetWorkflowExecution",service_name="history"} 99',
  'persistence_requests{namespace="temporal_system",operation="UpdateWorkflowExecution",service_name="history"} 7',
  'visibility_persistence_requests{namespace="default",operation="RecordWorkflowExecutionStarted"} 3',
  'visibility_persistence_requests{namespace="default",operation="CountWorkflowExecutions"} 40',
  'persistence_latency_count{namespace="default",operation="UpdateWorkflowExecution"} 12',
  '',
].join('\n');

it('counts what writes, and not what reads or is the server’s own', () => {
  const { persistence, visibility } = writesIn(METRICS);
  expect(Object.fromEntries(persistence)).toEqual({ UpdateWorkflowExecution: 12, UpdateShard: 15 });
  expect(visibility).toBe(3);
});

it('adds up the services that make the same write', () => {
  const line = (service: string) =>
    `persistence_requests{namespace="default",operation="CreateTasks",service_name="${service}"} 2`;
  expect(writesIn([line('matching'), line('history')].join('\n')).persistence.get('CreateTasks')).toBe(4);
});
