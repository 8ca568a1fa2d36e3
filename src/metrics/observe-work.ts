import type { Attempt, AttemptOutcome } from '../domain/deliveries/attempt';
import type { DeliveryStatus } from '../domain/deliveries/delivery';
import type { Event, PostedContent, Publication } from '../domain/events/event';
import type { ServiceMetrics } from './service-metrics';

type Answer = 'accepted' | 'duplicate' | 'conflict';

interface Intake {
  publish(event: Event, cloudName: string, content: PostedContent): Promise<Answer>;
  publishMany(publications: readonly Publication[], cloudName: string): Promise<readonly Answer[]>;
}

/** Counts the events that an intake has answered. */
export function observeIntake(intake: Intake, { eventAnswered }: ServiceMetrics): Intake {
  return {
    async publish(event, cloudName, content) {
      const answer = await intake.publish(event, cloudName, content);
      eventAnswered(event.eventType, answer);
      return answer;
    },
    async publishMany(publications, cloudName) {
      const answers = await intake.publishMany(publications, cloudName);
      publications.forEach(({ event }, index) => {
        const answer = answers[index];
        if (answer) eventAnswered(event.eventType, answer);
      });
      return answers;
    },
  };
}

interface EndingDeliveries<After> {
  recordAttempt(attempt: Attempt, after: After): Promise<DeliveryStatus>;
  markCancelled(deliveryId: string, at: string): Promise<boolean>;
}

/** Counts the attempts that are recorded, and the deliveries that end thereby or by a cancellation. */
export function observeDeliveries<After, Deliveries extends EndingDeliveries<After>>(
  deliveries: Deliveries & EndingDeliveries<After>,
  { attemptRecorded, deliveryCancelled }: ServiceMetrics,
) {
  return {
    ...deliveries,
    async recordAttempt(attempt: Attempt, after: After) {
      const status = await deliveries.recordAttempt(attempt, after);
      attemptRecorded(attempt, status);
      return status;
    },
    async markCancelled(deliveryId: string, at: string) {
      const wasPending = await deliveries.markCancelled(deliveryId, at);
      if (wasPending) deliveryCancelled();
      return wasPending;
    },
  };
}

interface Place {
  readonly kind: 'admitted';
  leave(outcome: AttemptOutcome | undefined): void;
}

interface Places<Request, QuickRequest, Refusal extends { readonly kind: 'refused' }> {
  ask(request: Request): Promise<Place | Refusal>;
  askForQuick(request: QuickRequest): Place | Promise<Place | undefined> | undefined;
}

/** Counts the places that attempts have, and the attempts that got none. */
export function observePlaces<Request, QuickRequest, Refusal extends { readonly kind: 'refused' }>(
  places: Places<Request, QuickRequest, Refusal>,
  { placeTaken, placeLeft, destinationWasBusy }: ServiceMetrics,
): Places<Request, QuickRequest, Refusal> {
  const observed = ({ leave }: Place): Place => {
    placeTaken();
    return {
      kind: 'admitted',
      leave(outcome) {
        placeLeft();
        leave(outcome);
      },
    };
  };
  return {
    async ask(request) {
      const answer = await places.ask(request);
      if (answer.kind === 'admitted') return observed(answer);
      destinationWasBusy();
      return answer;
    },
    askForQuick(request) {
      const place = places.askForQuick(request);
      if (!(place instanceof Promise)) return place && observed(place);
      return place.then((granted) => granted && observed(granted));
    },
  };
}
