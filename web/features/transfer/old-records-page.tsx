import { z } from 'zod'
import { listImports, listOldRecords } from '#contract/transfer'
import { SettingsTabs } from '#web/features/organisations/settings-tabs.tsx'
import { useI18n } from '#web/app/i18n.tsx'
import { useGlance, usePages } from '#web/app/queries.ts'
import { SearchBox } from '#web/app/search-box.tsx'
import { searchWord, useSearchState } from '#web/app/search-state.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Inline, Page, PageHeading, Section, Stack } from '#web/ui/layout.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { Text } from '#web/ui/text.tsx'
import { OldRecordView } from './old-record.tsx'

const Search = z.object({ table: searchWord, key: searchWord, search: searchWord })

/** Every row of the older database, found by table, key or any text in it. */
export function OldRecordsPage() {
  const { t } = useI18n()
  const [{ table, key, search }, change] = useSearchState(Search)
  const imports = useGlance(listImports, {})
  const tables = [...new Set(imports?.imports.flatMap((run) => run.tables.map((each) => each.table)))].toSorted()
  const { rows, isLoadingMore, showMore } = usePages(listOldRecords, {
    oldTable: table,
    oldKey: key,
    search,
    limit: 30,
  })
  return (
    <Page>
      <PageHeading title={t('shell.settings')} />
      <SettingsTabs current="old_records" />
      <Section title={t('transfer_screen.old_records')}>
        <Stack>
          <Text tone="soft">{t('transfer_screen.old_records_detail')}</Text>
          <SearchBox
            label={t('transfer_screen.search')}
            value={search}
            onSearch={(text) => change({ search: text, key: undefined })}
          />
          <SelectField
            label={t('transfer_screen.table')}
            value={table ?? ''}
            placeholder={t('transfer_screen.all_tables')}
            options={tables.map((each) => ({ value: each, label: each }))}
            onChange={(event) => change({ table: event.target.value || undefined, key: undefined })}
          />
          {key && (
            <Inline>
              <Badge tone="accent">{t('transfer_screen.only_key', { key })}</Badge>
              <Button variant="quiet" icon="close" onClick={() => change({ key: undefined })}>
                {t('transfer_screen.all_keys')}
              </Button>
            </Inline>
          )}
          {rows === undefined && <Skeleton label={t('common.loading')} rows={6} />}
          {rows?.length === 0 && (
            <EmptyState title={t('transfer_screen.no_records')}>{t('transfer_screen.no_records_detail')}</EmptyState>
          )}
          <Stack gap="small">
            {rows?.map((record) => (
              <OldRecordView key={record.id} record={record} open={rows.length === 1} />
            ))}
          </Stack>
          <ShowMore label={t('common.show_more')} pending={isLoadingMore} onMore={showMore} />
        </Stack>
      </Section>
    </Page>
  )
}
