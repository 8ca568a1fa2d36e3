import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { CallFailed } from '../../calls/call';
import type { Session } from '../../calls/session';
import {
  useTrigger,
  useTriggerChange,
  useTriggerDeletion,
  type LoadedTrigger,
  type ShownTrigger,
} from '../../calls/triggers';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { HistoryPanel } from '../../parts/HistoryPanel';
import { useLeaveGuard } from '../../parts/leave-guard';
import { notAdminReason } from '../../parts/not-admin-reason';
import { FailureNote, Note } from '../../parts/Note';
import { Page } from '../../parts/Page';
import { SendTestDialog } from '../../parts/SendTestDialog';
import { FieldChanges } from '../../parts/FieldChanges';
import { EditorPanes } from './EditorPanes';
import { LeaveDialog } from './LeaveDialog';
import { changeOf, draftOf, type TriggerDraft } from './trigger-draft';
import { TriggerHead } from './TriggerHead';
import { useSaveKey } from './use-save-key';
import './trigger.css';

interface Props {
  readonly session: Session;
  readonly id: string;
}

/** What one trigger filters, sends and signs, and the place to change it. */
export function TriggerPage({ session, id }: Props) {
  const { data: loaded, error } = useTrigger(session, id);
  const isGone = error instanceof CallFailed && error.status === 404;
  return (
    <Page title={loaded ? `Trigger for ${loaded.trigger.event_type}` : 'Trigger'} session={session}>
      {error && (
        <FailureNote error={error}>{isGone && loaded && <p>It was deleted meanwhile.</p>}</FailureNote>
      )}
      {!loaded && !error && <div className="skeleton late" role="status" aria-label="Loading: the trigger" />}
      {loaded && <Editor session={session} loaded={loaded} />}
    </Page>
  );
}

const SAVED_WORDS = 'Saved. It holds from the next event on.';

function Editor({ session, loaded }: { readonly session: Session; readonly loaded: LoadedTrigger }) {
  const { trigger } = loaded;
  const [, navigate] = useLocation();
  const { draft, setDraft } = useDraft(session, trigger.id);
  const saving = useTriggerChange(session, trigger.id);
  const deletion = useTriggerDeletion(session, trigger.id);
  const [isDeleting, setDeleting] = useState(false);
  const [isTesting, setTesting] = useState(false);
  const base = draft?.base ?? loaded;
  const texts = draft?.texts ?? draftOf(trigger);
  const { change, fields } = changeOf(texts, base.trigger);
  const isUnsaved = fields.length > 0;
  const isChangedMeanwhile = isUnsaved && base.etag !== loaded.etag;
  const leaving = useLeaveGuard(isUnsaved && !deletion.isSuccess);
  const lock = notAdminReason(session);
  const write = (changed: Partial<TriggerDraft>) => {
    if (saving.isSuccess) saving.reset();
    setDraft({ base, texts: { ...texts, ...changed } });
  };
  const reason =
    lock ?? reasonOf({ isUnsaved, hasFault: !change, isSaving: saving.isPending, isChangedMeanwhile });
  const save = () => {
    if (reason !== undefined || !change) return;
    saving.mutate({ change, etag: base.etag }, { onSuccess: () => setDraft(undefined) });
  };
  useSaveKey(save);
  useEffect(() => {
    if (deletion.isSuccess) navigate('/settings/webhooks');
  }, [deletion.isSuccess, navigate]);
  return (
    <div className="column trigger">
      <TriggerHead
        session={session}
        trigger={trigger}
        change={change}
        fields={fields}
        reason={reason}
        lock={lock}
        status={saving.isPending ? 'Saving …' : saving.isSuccess && !isUnsaved ? SAVED_WORDS : undefined}
        onSave={save}
        onRevert={() => {
          saving.reset();
          setDraft(undefined);
        }}
        onTest={() => setTesting(true)}
        onDelete={() => setDeleting(true)}
      />
      {isChangedMeanwhile && (
        <ChangedMeanwhile
          base={base.trigger}
          now={trigger}
          onTakeTheirs={() => setDraft(undefined)}
          onKeepMine={() => setDraft({ base: loaded, texts })}
        />
      )}
      {saving.error && !isChangedMeanwhile && <FailureNote error={saving.error} />}
      {deletion.error && <FailureNote error={deletion.error} />}
      <EditorPanes
        session={session}
        eventType={trigger.event_type}
        draft={texts}
        isReadOnly={lock !== undefined}
        onChange={write}
      />
      <HistoryPanel session={session} subjectId={trigger.id} />
      {isTesting && <SendTestDialog session={session} trigger={trigger} onClose={() => setTesting(false)} />}
      <LeaveDialog leaving={leaving} fields={fields} onDiscard={() => setDraft(undefined)} />
      <ConfirmDialog
        title="Delete this trigger?"
        confirm="Delete it"
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        onConfirm={() => deletion.mutate(undefined, { onSuccess: () => setDraft(undefined) })}
      >
        <p>
          Events of the type <strong>{trigger.event_type}</strong> no longer go to this URL by it, and its
          filter and payload template are lost. Deliveries in progress go on.
        </p>
      </ConfirmDialog>
    </div>
  );
}

interface Standing {
  readonly isUnsaved: boolean;
  readonly hasFault: boolean;
  readonly isSaving: boolean;
  readonly isChangedMeanwhile: boolean;
}

/** Why nothing can be saved now. */
function reasonOf({ isUnsaved, hasFault, isSaving, isChangedMeanwhile }: Standing): string | undefined {
  if (isSaving) return 'It is being saved.';
  if (!isUnsaved) return 'Nothing is changed yet.';
  if (hasFault) return 'There is a fault in it: see below the text.';
  return isChangedMeanwhile ? 'It was changed meanwhile: choose first.' : undefined;
}

/** A draft with the trigger that it was begun from. */
interface BegunDraft {
  readonly texts: TriggerDraft;
  readonly base: LoadedTrigger;
}

/**
 * What somebody has made of a trigger. It stays in memory while other pages show, so that nothing typed is lost by going
 * back; it goes with the session.
 */
function useDraft({ cloud_name: cloudName }: Session, id: string) {
  const client = useQueryClient();
  const queryKey = ['trigger-draft', cloudName, id];
  const { data } = useQuery<BegunDraft | null>({
    queryKey,
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return {
    draft: data ?? undefined,
    setDraft: (draft: BegunDraft | undefined) => client.setQueryData(queryKey, draft ?? null),
  };
}

interface ChangedMeanwhileProps {
  /** The trigger that the draft was begun from. */
  readonly base: ShownTrigger;
  readonly now: ShownTrigger;
  readonly onTakeTheirs: () => void;
  readonly onKeepMine: () => void;
}

/** Somebody else has saved: what they changed, and the choice between both. Nothing is lost before it is made. */
function ChangedMeanwhile({ base, now, onTakeTheirs, onKeepMine }: ChangedMeanwhileProps) {
  return (
    <Note tone="wait">
      <p>
        <strong>Somebody else changed this trigger meanwhile.</strong> Your draft is still here.
      </p>
      <FieldChanges change={{ before: factsOf(base), after: factsOf(now) }} />
      <div className="dialog-actions">
        <Button className="button plain" onPress={onTakeTheirs}>
          Discard my draft
        </Button>
        <Button className="button outlined" onPress={onKeepMine}>
          Keep my draft
        </Button>
      </div>
    </Note>
  );
}

/** What somebody may have changed. */
function factsOf({ updated_at: _time, ...facts }: ShownTrigger) {
  return facts;
}
