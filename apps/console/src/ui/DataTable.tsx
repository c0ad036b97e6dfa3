import { DownloadOutlined, SettingOutlined } from '@ant-design/icons';
import { App, Button, Checkbox, Popover, Radio, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { useText } from '../i18n/context.tsx';
import { toCsv } from '../lib/csv.ts';
import { download } from '../lib/download.ts';
import { useProblemText } from './Problem.tsx';

/** A column: what a person sees, and the plain value for sorting and export. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
  readonly value: (row: Row) => string | number | null;
  readonly numeric?: boolean;
  /** Sorting happens over the loaded rows; offered only where all rows are loaded at once. */
  readonly sortable?: boolean;
  readonly hiddenAtFirst?: boolean;
  readonly width?: number;
}

interface Props<Row> {
  /** Names the table for its column choice and its export. */
  readonly name: string;
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  readonly empty: ReactNode;
  readonly filters?: ReactNode;
  readonly loading?: boolean;
  readonly hasMore?: boolean;
  readonly loadingMore?: boolean;
  readonly onMore?: () => void;
  readonly fetchAll?: (onProgress: (rows: number) => void) => Promise<readonly Row[]>;
  readonly onOpen?: (row: Row) => void;
  readonly summary?: ReactNode;
  readonly expand?: (row: Row) => ReactNode;
  /** Without a toolbar, for short tables inside a page. */
  readonly plain?: boolean;
}

/** The list of the console: filters, column choice, CSV, sticky header, and more rows along the cursor. */
export function DataTable<Row extends object>(props: Props<Row>) {
  const { t } = useText();
  const [hidden, setHidden] = useHiddenColumns(props.name, props.columns);
  const [density, setDensity] = useDensity();
  const shown = props.columns.filter((column) => !hidden.has(column.key));
  const rows = props.rows ?? [];
  const settled = !props.loading;
  return (
    <section className="data-table" aria-label={props.label}>
      {props.plain ? null : (
        <div className="toolbar">
          <div className="toolbar-filters">{props.filters}</div>
          <div className="toolbar-tools">
            <ColumnChoice columns={props.columns} hidden={hidden} onChange={setHidden}>
              <DensityChoice density={density} onChange={setDensity} />
            </ColumnChoice>
            <ExportButton {...props} columns={shown} />
          </div>
        </div>
      )}
      <div className="panel flush">
        {settled && rows.length === 0 ? (
          props.empty
        ) : (
          <Table<Row>
            size={density}
            rowKey={props.rowKey}
            dataSource={rows}
            loading={props.loading ?? false}
            pagination={false}
            sticky={props.plain ? false : { offsetHeader: 56 }}
            scroll={{ x: 'max-content' }}
            columns={shown.map((column) => antdColumn(column))}
            {...(props.expand === undefined ? {} : { expandable: expandable(props.expand) })}
            {...(props.summary === undefined ? {} : { summary: () => props.summary })}
            onRow={(row) => rowHandlers(row, props.onOpen)}
          />
        )}
      </div>
      {props.plain || !settled || rows.length === 0 ? null : (
        <div className="table-foot" role="status">
          <span>{props.hasMore ? t.common.loadedSome(rows.length) : t.common.loadedAll(rows.length)}</span>
          {props.hasMore ? (
            <Button onClick={props.onMore} loading={props.loadingMore ?? false}>
              {t.common.loadMore}
            </Button>
          ) : null}
        </div>
      )}
    </section>
  );
}

/** What opens below a row is as wide as what one sees of the table, and not as all its columns: it wraps, and nothing of it lies aside. */
const expandable = <Row extends object>(expand: (row: Row) => ReactNode) => ({
  expandedRowRender: expand,
  fixed: 'left' as const,
});

function antdColumn<Row extends object>(column: Column<Row>) {
  return {
    key: column.key,
    title: column.title,
    align: column.numeric ? ('right' as const) : ('left' as const),
    ...(column.width === undefined ? {} : { width: column.width }),
    ...(column.sortable ? { sorter: (a: Row, b: Row) => compare(column.value(a), column.value(b)) } : {}),
    render: (_: unknown, row: Row) => column.render(row),
  };
}

function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'zh-Hans-CN');
}

/** A click anywhere in a row opens it; links and buttons inside keep their own meaning, and keyboards use the link. */
function rowHandlers<Row>(row: Row, onOpen: ((row: Row) => void) | undefined) {
  if (onOpen === undefined) return {};
  return {
    className: 'row-open',
    onClick: (event: React.MouseEvent) => {
      if ((event.target as Element).closest('a, button, input, label') === null) onOpen(row);
    },
  };
}

function useHiddenColumns<Row>(name: string, columns: readonly Column<Row>[]) {
  const key = `clearline.console.hidden.${name}`;
  const [hidden, setState] = useState<ReadonlySet<string>>(() => {
    const stored = localStorage.getItem(key);
    if (stored !== null) return new Set(stored.split(',').filter((part) => part !== ''));
    return new Set(columns.filter((column) => column.hiddenAtFirst).map((column) => column.key));
  });
  const set = (next: ReadonlySet<string>) => {
    localStorage.setItem(key, [...next].join(','));
    setState(next);
  };
  return [hidden, set] as const;
}

const densities = ['large', 'middle', 'small'] as const;
type Density = (typeof densities)[number];
const DENSITY_KEY = 'clearline.console.density';

/** How high the rows of every list are, as this person likes them. */
function useDensity() {
  const [density, setState] = useState<Density>(
    () => densities.find((one) => one === localStorage.getItem(DENSITY_KEY)) ?? 'middle',
  );
  const set = (next: Density) => {
    localStorage.setItem(DENSITY_KEY, next);
    setState(next);
  };
  return [density, set] as const;
}

function DensityChoice({ density, onChange }: { density: Density; onChange: (density: Density) => void }) {
  const { t } = useText();
  return (
    <Radio.Group
      aria-label={t.common.density}
      optionType="button"
      size="small"
      value={density}
      onChange={(event) => onChange(event.target.value as Density)}
      options={densities.map((value) => ({ value, label: t.common.densities[value] }))}
    />
  );
}

function ColumnChoice<Row>({
  columns,
  hidden,
  onChange,
  children,
}: {
  children: ReactNode;
  columns: readonly Column<Row>[];
  hidden: ReadonlySet<string>;
  onChange: (hidden: ReadonlySet<string>) => void;
}) {
  const { t } = useText();
  const toggle = (key: string, visible: boolean) => {
    const next = new Set(hidden);
    if (visible) next.delete(key);
    else next.add(key);
    if (next.size < columns.length) onChange(next);
  };
  const content = (
    <div className="column-choice">
      {columns.map((column) => (
        <Checkbox
          key={column.key}
          checked={!hidden.has(column.key)}
          onChange={(event) => toggle(column.key, event.target.checked)}
        >
          {column.title}
        </Checkbox>
      ))}
      <strong>{t.common.density}</strong>
      {children}
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" title={t.common.columnsTitle} content={content}>
      <Button icon={<SettingOutlined />}>{t.common.columns}</Button>
    </Popover>
  );
}

function ExportButton<Row extends object>({ name, columns, rows, fetchAll }: Props<Row>) {
  const { t } = useText();
  const { message } = App.useApp();
  const text = useProblemText();
  const [busy, setBusy] = useState<number | null>(null);
  const run = async () => {
    setBusy(0);
    try {
      const all = fetchAll === undefined ? (rows ?? []) : await fetchAll(setBusy);
      const csv = toCsv(
        columns.map((column) => ({ heading: column.title, value: column.value })),
        all,
      );
      download(`${name}.csv`, 'text/csv', csv);
    } catch (error) {
      void message.error(text(error));
    } finally {
      setBusy(null);
    }
  };
  return (
    <Button icon={<DownloadOutlined />} loading={busy !== null} onClick={() => void run()}>
      {busy === null || busy === 0 ? t.common.exportCsv : t.common.exporting(busy)}
    </Button>
  );
}
