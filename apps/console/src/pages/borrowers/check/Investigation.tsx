import type { BorrowerFile, Finding } from '@clearline/client';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useText } from '../../../i18n/context.tsx';
import { client } from '../../../lib/api.ts';
import { Ask } from '../../../ui/Ask.tsx';
import { DayInput } from '../../../ui/DayInput.tsx';
import { SmallTable } from '../../../ui/SmallTable.tsx';
import { State, type Tone } from '../../../ui/State.tsx';
import { type Topic, TOPICS } from './figures.ts';
import { PartHead, type PartProps } from './PartHead.tsx';
import { useFileUpdate } from './use-check.ts';

const tones: Readonly<Record<Finding['outcome'], Tone>> = {
  VERIFIED: 'good',
  DECLARED: 'attention',
  CONTRADICTED: 'bad',
};

/** What is known of the business, and how it was made sure. */
export function Investigation({ id, recorded, memo, mayRecord }: PartProps) {
  const { t } = useText();
  const words = t.check;
  const [asking, setAsking] = useState(false);
  const rows = [
    ...memo.findings.map(({ topic, outcome, text, source, seenOn }) => ({
      key: topic,
      cells: [
        words.topics[topic],
        <State key="outcome" tone={tones[outcome]}>
          {words.outcomes[outcome]}
        </State>,
        text,
        source,
        <span key="day" className="num">
          {seenOn}
        </span>,
      ],
    })),
    ...memo.notLookedAt.map(({ topic }) => ({
      key: topic,
      cells: [
        words.topics[topic],
        <State key="outcome" tone="quiet">
          {words.notLookedAt}
        </State>,
        '—',
        '—',
        '—',
      ],
    })),
  ];
  return (
    <div className="panel">
      <PartHead title={words.investigation} recorded={recorded}>
        {mayRecord ? (
          <Button onClick={() => setAsking(true)} data-testid="record-investigation">
            {words.record}
          </Button>
        ) : null}
      </PartHead>
      <SmallTable
        heads={[words.topic, words.outcome, words.finding, words.source, words.seenOn]}
        rows={rows}
        text={[1, 2, 3, 4]}
      />
      <InvestigationAsk id={id} open={asking} findings={memo.findings} onClose={() => setAsking(false)} />
    </div>
  );
}

type Fields = Partial<Record<Topic, Partial<Omit<Finding, 'topic'>>>>;

function InvestigationAsk({
  id,
  open,
  findings,
  onClose,
}: {
  id: string;
  open: boolean;
  findings: PartProps['memo']['findings'];
  onClose: () => void;
}) {
  const { t } = useText();
  const words = t.check;
  const done = useFileUpdate(id);
  const names = new Map(findings.map(({ topic, ...finding }) => [topic, finding]));
  return (
    <Ask<Fields, BorrowerFile>
      open={open}
      wide
      title={words.investigation}
      help={words.investigationHelp}
      submit={words.record}
      initial={Object.fromEntries(names)}
      act={(fields) =>
        client.recordCheck({ params: { id }, body: { kind: 'INVESTIGATION', findings: findingsOf(fields) } })
      }
      onDone={done}
      onClose={onClose}
    >
      {TOPICS.map((topic) => (
        <TopicFields key={topic} topic={topic} title={words.topics[topic]} />
      ))}
    </Ask>
  );
}

/** Topics that somebody looked into; the others are left out. */
const findingsOf = (fields: Fields): Finding[] =>
  TOPICS.flatMap((topic) => {
    const { outcome, text, source, seenOn } = fields[topic] ?? {};
    return outcome === undefined
      ? []
      : [{ topic, outcome, text: text ?? '', source: source ?? '', seenOn: seenOn ?? '' }];
  });

function TopicFields({ topic, title }: { topic: Topic; title: string }) {
  const { t } = useText();
  const words = t.check;
  const outcomes = ['VERIFIED', 'DECLARED', 'CONTRADICTED'] as const;
  return (
    <section data-testid={`topic-${topic}`}>
      <h3 className="field-group">{title}</h3>
      <div className="field-pair">
        <Form.Item name={[topic, 'outcome']} label={words.outcome}>
          <Select
            allowClear
            placeholder={words.skip}
            options={outcomes.map((value) => ({ value, label: words.outcomes[value] }))}
          />
        </Form.Item>
        <Form.Item noStyle dependencies={[[topic, 'outcome']]}>
          {({ getFieldValue }) => {
            if (getFieldValue([topic, 'outcome']) === undefined) return null;
            const rules = [{ required: true, message: t.common.required }];
            return (
              <>
                <Form.Item name={[topic, 'text']} label={words.finding} rules={rules}>
                  <Input.TextArea autoSize={{ minRows: 1, maxRows: 5 }} maxLength={1000} />
                </Form.Item>
                <Form.Item name={[topic, 'source']} label={words.source} rules={rules}>
                  <Input maxLength={200} />
                </Form.Item>
                <Form.Item name={[topic, 'seenOn']} label={words.seenOn} rules={rules}>
                  <DayInput />
                </Form.Item>
              </>
            );
          }}
        </Form.Item>
      </div>
    </section>
  );
}
